"""What a sender does in her browser, page by page."""

import pathlib
import re
import time
from dataclasses import dataclass

from person import Person


@dataclass
class Invited:
    """Who is to sign, and how."""

    name: str
    email: str
    kind: str  # "party" (当事者型) or "witness" (立会人型)
    imprint: str = "personal"
    #: Labels of what she fills in.
    texts: tuple[str, ...] = ()


def set_up(sender: Person, token: str) -> None:
    """The first organisation and the first sender, with her passkey."""
    sender.goes(f"/setup/{token}")
    sender.sees("sender-01-setup")
    sender.writes("organisation", "北浜工業株式会社")
    sender.writes("name", "北浜 紬")
    sender.writes("email", "tsumugi@kitahama.example")
    sender.presses('form[action="/setup"] button')
    sender.page.wait_for_selector("#go")
    sender.sees("sender-02-passkey")
    sender.presses("#go")
    sender.arrives("/envelopes")
    sender.sees("sender-03-home-empty")


def sign_in(sender: Person) -> None:
    sender.goes("/signin")
    sender.sees("sender-04-signin", dark=True)
    sender.presses("#go")
    sender.arrives("/envelopes")


def upload(sender: Person, contract: pathlib.Path) -> None:
    """Gives the file; ends on the page of its preparation, or on a refusal."""
    sender.goes("/envelopes")
    sender.presses('a[href="/envelopes/new"]')
    sender.arrives("/envelopes/new")
    sender.page.locator('input[type="file"]').set_input_files(contract)
    sender.presses('form[action="/envelopes/new"] button')
    sender.page.wait_for_load_state("load")


def prepare(sender: Person, title: str, language: str, signers: list[Invited], *, place: bool = False, wrong_first: bool = False
) -> None:
    """Names who signs and makes the draft; `place` moves the first box by mouse and by keys.

    `wrong_first`: sends it with a box beside the page, and sees that everything that was typed comes back.
    """
    sender.writes("title", title)
    sender.chooses("language", language)
    for number, signer in enumerate(signers, 1):
        if not sender.page.locator(f'[name="name{number}"]').count():
            sender.presses('button[value="signer"]')
        for text in range(1, len(signer.texts) + 1):
            sender.presses(f'button[value="text{number}"]')
            sender.writes(f"label{number}-{text}", signer.texts[text - 1])
        sender.writes(f"name{number}", signer.name)
        sender.writes(f"email{number}", signer.email)
        sender.chooses(f"kind{number}", signer.kind)
        sender.chooses(f"imprint{number}", signer.imprint)
    if place:
        move_box(sender)
    sender.sees("sender-05-prepare", dark=True)
    if wrong_first:
        sender.writes("x1", "999")
        sender.presses('form[action^="/envelopes/new/"] button.btn-ink')
        sender.page.wait_for_selector("#problem")
        sender.sees("sender-05-refused", dark=True)
        for number, signer in enumerate(signers, 1):
            assert sender.page.locator(f'[name="email{number}"]').input_value() == signer.email, "typed for nothing"
        sender.writes("x1", "10")
    sender.presses('form[action^="/envelopes/new/"] button.btn-ink')
    sender.arrives(lambda url: re.search(r"/envelopes/[0-9A-Za-z-]{8,}$", url) is not None)


def move_box(sender: Person) -> None:
    """Drags the box of the first signer, then moves it by a centimetre with the keyboard."""
    box, x = sender.page.locator(".spot").first, sender.page.locator('[name="x1"]')
    box.scroll_into_view_if_needed()
    before = float(x.input_value())
    at = box.bounding_box()
    sender.page.mouse.move(at["x"] + 8, at["y"] + 8)
    sender.page.mouse.down()
    sender.page.mouse.move(at["x"] + 28, at["y"] - 12, steps=4)
    sender.page.mouse.up()
    dragged = float(x.input_value())
    assert dragged > before, f"dragging moved the box from {before} to {dragged} mm"
    box.focus()
    sender.page.keyboard.press("Shift+ArrowRight")
    keyed = float(x.input_value())
    assert abs(keyed - dragged - 10) < 0.2, f"Shift and an arrow moved the box from {dragged} to {keyed} mm"
    sender.page.keyboard.press("ArrowLeft")
    assert abs(float(x.input_value()) - keyed + 1) < 0.2


def send(sender: Person) -> str:
    """Sends the draft that is open; answers its path."""
    sender.sees("sender-06-draft")
    sender.presses('form[action$="/send"] button')
    sender.page.wait_for_selector('form[action$="/send"]', state="detached")
    sender.sees("sender-07-sent")
    return sender.page.url.removeprefix(sender.url)


def link_for(reader: Person, email: str, title: str, seconds: float = 60) -> str:
    """The newest link that was mailed to somebody about a contract, read from the mailbox of the trial."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        reader.goes("/mailbox")
        mails = reader.page.locator("article", has_text=email).filter(has_text=title)
        links = mails.locator('a[href*="/sign/"]')
        if links.count():
            return links.first.get_attribute("href").removeprefix(reader.url)
        time.sleep(0.5)
    raise AssertionError(f"no mail to {email} about {title}")


def code_for(reader: Person, email: str, title: str, seconds: float = 30) -> str:
    """The newest code that was mailed to somebody about a contract."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        reader.goes("/mailbox")
        mails = reader.page.locator("article", has_text=email).filter(has_text=title)
        for text in mails.all_inner_texts():
            code = re.search(r"^\d{4} \d{4}$", text, re.M)
            if code:
                return code.group()
        time.sleep(0.5)
    raise AssertionError(f"no code for {email} about {title}")


def wait_until_sealed(sender: Person, path: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sender.goes(path)
        if sender.page.locator('a[href$="/certificate.pdf"]').count():
            return
        time.sleep(0.7)
    raise AssertionError(f"{sender.where}: not sealed after {seconds} seconds")


def download(sender: Person, path: str, name: str) -> bytes:
    answer = sender.context.request.get(f"{path}/{name}")
    assert answer.ok, f"{path}/{name} answers {answer.status}"
    return answer.body()
