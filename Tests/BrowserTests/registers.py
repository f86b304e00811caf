"""What two administrators do with a register in their browsers."""

import datetime
import pathlib

from person import Person


def day(days: int) -> str:
    """A day so many days from today, in Japan."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()
    return (today + datetime.timedelta(days=days)).isoformat()


def write_device(maker: Person, serial: str, valid_until: str) -> None:
    maker.writes("f-model", "Luna 7")
    maker.writes("f-firmware", "7.8.4")
    maker.writes("f-serial", serial)
    maker.page.locator('[name="f-certification"]').select_option("fips-140-3")
    maker.writes("f-certificate", "#4962")
    maker.writes("f-valid-until", valid_until)
    maker.writes("f-place", "第一機械室")


def propose_device(maker: Person, serial: str, valid_until: str) -> str:
    """Proposes a device; answers the path of its entry."""
    maker.goes("/registers/hsm-devices")
    maker.presses('a[href="/registers/hsm-devices/new"]')
    write_device(maker, serial, valid_until)
    maker.presses('button[value="propose"]')
    maker.page.locator("#not-you").wait_for()
    return maker.page.url.removeprefix(maker.url)


def approve(approver: Person, path: str) -> None:
    approver.goes(path)
    approver.presses(f'form[action="{path}/approve"] button')
    approver.page.locator(f'form[action="{path}/approve"]').wait_for(state="detached")


def attach(maker: Person, path: str, file: pathlib.Path) -> None:
    maker.page.locator("#file-evidence").set_input_files(file)
    maker.presses('form[action*="/files/evidence/"] button')
    maker.page.locator(f'form[action="{path}/propose"]').wait_for()


def export(maker: Person, register: str) -> str:
    answer = maker.context.request.get(f"/registers/{register}/export.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment;")
    body = answer.body()
    assert body.startswith(b"\xef\xbb\xbf"), "Excel would not know that it is UTF-8"
    return body.decode("utf-8-sig")


def bring_in(maker: Person, register: str, text: str) -> None:
    maker.goes(f"/registers/{register}/import")
    maker.page.locator('input[type="file"]').set_input_files(
        {"name": "台帳.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    )
    maker.presses('form[enctype="multipart/form-data"] button')
    maker.page.wait_for_load_state("load")
