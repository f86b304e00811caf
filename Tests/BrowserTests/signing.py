"""What a signer does in her browser: by finger or mouse, by keyboard alone, without script."""

from person import Person

READ = 'form[action="/signing/viewed"] button'
FILL = 'button[form="fill"]'
CONSENT = 'button[form="consent"]'
CONFIRM = 'button[form="confirm"]'


def open_link(signer: Person, link: str, kind: str) -> None:
    signer.goes(link)
    signer.sees(f"signer-01-invitation-{kind}", dark=True)
    signer.presses('form[action^="/sign/"] button')
    signer.arrives("/signing")


def read(signer: Person, kind: str, pages: int) -> None:
    """Looks at every page; each has a picture that was drawn."""
    pictures = signer.page.locator(".sheet img")
    assert pictures.count() == pages, f"{pictures.count()} pictures of {pages} pages"
    for number in {0, pages // 2, pages - 1}:
        pictures.nth(number).scroll_into_view_if_needed()
        if signer.script:
            signer.page.wait_for_function(
                "n => { const i = document.querySelectorAll('.sheet img')[n]; return i.complete && i.naturalWidth > 0 }",
                arg=number,
            )
    signer.page.evaluate("scrollTo(0, 0)")
    signer.sees(f"signer-02-read-{kind}", dark=pages < 20)


def read_text(signer: Person) -> str:
    """The same pages as text."""
    signer.goes("/signing/text")
    signer.sees("signer-02-text")
    text = signer.page.locator("main").inner_text()
    signer.goes("/signing")
    return text


def fill(signer: Person, kind: str, values: dict[str, str] | None = None) -> None:
    """What she writes herself: her fields by their labels, then the next page."""
    signer.arrives("/signing/fill")
    for label, value in (values or {}).items():
        signer.page.get_by_label(label).fill(value)
    signer.sees(f"signer-03-fill-{kind}", dark=True)
    signer.presses(FILL)


def write_name(signer: Person) -> None:
    """Draws her name into the frame, as a finger would."""
    signer.presses('label:has(input[value="written"])')
    paper = signer.page.locator("#pad svg")
    paper.scroll_into_view_if_needed()
    at = paper.bounding_box()
    for stroke in ([(0.2, 0.2), (0.8, 0.25)], [(0.5, 0.1), (0.45, 0.5), (0.2, 0.85)], [(0.45, 0.5), (0.85, 0.8)]):
        points = [(at["x"] + x * at["width"], at["y"] + y * at["height"]) for x, y in stroke]
        signer.page.mouse.move(*points[0])
        signer.page.mouse.down()
        for point in points[1:]:
            signer.page.mouse.move(*point, steps=12)
        signer.page.mouse.up()
    assert paper.locator("polyline").count() == 3, "what she draws is not shown"


def agree(signer: Person, kind: str, name: str, values: dict[str, str] | None = None) -> None:
    signer.presses(READ)
    fill(signer, kind, values)
    signer.arrives("/signing/consent")
    signer.sees(f"signer-04-consent-{kind}", dark=True)
    signer.page.locator("#typed-name").fill(name)
    signer.presses(CONSENT)


def confirm(signer: Person) -> None:
    """立会人型: instructs the operator to sign."""
    signer.arrives("/signing/confirm")
    signer.sees("signer-05-confirm")
    signer.presses(CONFIRM)
    signer.arrives("/signing/done")


def enrol(signer: Person) -> None:
    """当事者型: makes the passkey that moves her own key."""
    signer.arrives("/signing/activate")
    signer.sees("signer-05-enrol")
    signer.presses("#enrol")
    signer.page.locator("#sign").wait_for(state="visible")
    signer.sees("signer-05-passkey", dark=True)


def activate(signer: Person) -> None:
    signer.presses("#sign")
    signer.arrives("/signing/done")


def refuse_passkey(signer: Person) -> None:
    """A finger that is not hers: nothing is signed, and she is told so."""
    signer.passkey_will_be_confirmed(False)
    signer.presses("#sign")
    alert = signer.page.locator("#failure")
    alert.wait_for(state="visible")
    assert alert.inner_text().strip(), "a passkey that was refused is not explained"
    signer.sees("signer-05-refused")
    signer.passkey_will_be_confirmed(True)


def decline(signer: Person, reason: str) -> None:
    signer.presses('a[href="/signing/decline"]')
    signer.arrives("/signing/decline")
    signer.sees("signer-08-decline")
    signer.writes("reason", reason)
    signer.presses('button[form="decline"]')
    signer.arrives("/signing/done")
    signer.sees("signer-08-declined")


def consent_by_keyboard(signer: Person, link: str, name: str) -> None:
    """From the link to her consent with Tab, Enter and letters."""
    signer.goes(link)
    for target, path in [
        ('form[action^="/sign/"] button', "/signing"),
        (READ, "/signing/fill"),
        (FILL, "/signing/consent"),
    ]:
        signer.tabs_to(target)
        signer.types_key("Enter")
        signer.arrives(path)
    signer.tabs_to("#typed-name")
    signer.page.keyboard.insert_text(name)
    signer.tabs_to(CONSENT)
    signer.types_key("Enter")


def sign_by_keyboard(signer: Person, link: str, name: str) -> None:
    """The whole way of a 立会人型 signer by keyboard."""
    consent_by_keyboard(signer, link, name)
    signer.arrives("/signing/confirm")
    signer.tabs_to(CONFIRM)
    signer.types_key("Enter")
    signer.arrives("/signing/done")


def sign_by_keyboard_with_passkey(signer: Person, link: str, name: str) -> None:
    """The whole way of a 当事者型 signer by keyboard."""
    consent_by_keyboard(signer, link, name)
    signer.arrives("/signing/activate")
    signer.tabs_to("#enrol")
    signer.types_key("Enter")
    signer.page.locator("#sign").wait_for(state="visible")
    signer.page.wait_for_function("document.activeElement?.id === 'sign'")
    signer.types_key("Enter")
    signer.arrives("/signing/done")
