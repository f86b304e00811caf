"""Files that are not simply taken: written anew with the sender's consent, or signed by others before."""

import os
import pathlib

from person import Person
from sending import upload

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = pathlib.Path(os.environ.get("CHIGIRI_CORPUS", ROOT / "../shared/corpus"))


def with_remains(contract: pathlib.Path) -> pathlib.Path:
    """The contract with what a mail program left behind its end."""
    file = contract.with_name("余分なデータの付いた契約書.pdf")
    file.write_bytes(contract.read_bytes() + b"\r\n--boundary--\r\n\0\0\0")
    return file


def look_at_clean_copy(sender: Person, contract: pathlib.Path) -> None:
    """Uploads a file that is not signed as it is; ends where both are shown, with their pictures."""
    upload(sender, contract)
    assert sender.page.url.endswith("/clean"), sender.page.url
    assert "TRAILING_BYTES" in sender.page.locator("main").inner_text(), "the reason is not named"
    assert sender.page.locator("main .hash").count() == 2, "both digests are shown"
    for picture in sender.page.locator("main figure img").all():
        picture.scroll_into_view_if_needed()
        sender.page.wait_for_function("picture => picture.complete && picture.naturalWidth > 0", arg=picture.element_handle())
    sender.sees("sender-10-clean-copy", dark=True)


def decide(sender: Person, decision: str) -> None:
    sender.presses(f'button[value="{decision}"]')
    sender.page.wait_for_load_state("load")


def signed_elsewhere() -> pathlib.Path | None:
    """A contract that another party signed with software that is not ours; None where the corpus is absent."""
    file = CORPUS / "contracts-refused/signed-valid-no-mdp.pdf"
    return file if file.exists() else None
