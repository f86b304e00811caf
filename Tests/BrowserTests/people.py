"""How somebody comes into the organisation: by a link that is mailed to her."""

import time

from person import Person
from world import World


def joins(world: World, administrator: Person, name: str, language: str, width: int, *, role: str) -> Person:
    """An administrator brings somebody in, as another one or with a role; she makes her passkey, and stays signed in."""
    email = f"{role}-{language}-{width}@kitahama.example"
    administrator.goes("/people")
    administrator.page.locator("#new-name").fill(name)
    administrator.page.locator("#new-email").fill(email)
    field = "#new-administrator" if role == "administrator" else f"#r-new-{role}"
    administrator.page.locator(field).check()
    administrator.sees("people-01-invite", dark=True)
    administrator.presses('form[action="/people"] button')
    administrator.page.get_by_text(email).wait_for()
    administrator.sees("people-02-invited")
    colleague = world.person(f"colleague {role}", language, width)
    colleague.goes(invitation(administrator, email))
    colleague.sees("people-03-join", dark=True)
    colleague.presses('form[action="/join"] button')
    colleague.page.wait_for_selector("#go")
    colleague.presses("#go")
    colleague.arrives("/envelopes")
    # Two roles that nobody has together: refused with the rule, and nothing is changed.
    administrator.goes("/people")
    card = administrator.page.locator("section.incident", has_text=email)
    card.locator('[name="role-auditor"]').check()
    administrator.refused = True
    administrator.presses(card.locator('form[action$="/roles"] button'))
    administrator.page.wait_for_selector("#problem, main h1")
    administrator.sees("people-04-refused")
    administrator.refused = False
    return colleague


def locks_and_unlocks(administrator: Person, colleague: Person, email: str) -> None:
    """A locked person is signed out at once and does not come in, until she is unlocked."""
    administrator.goes("/people")
    card = administrator.page.locator("section.incident", has_text=email)
    card.locator('[name="reason"]').fill("端末の確認")
    administrator.presses(card.locator('button[formaction$="/lock"]'))
    card.locator('button[formaction$="/unlock"]').wait_for()
    administrator.sees("people-05-locked", dark=True)
    colleague.refused = True
    colleague.goes("/registers")
    assert "SESSION_UNKNOWN" in colleague.page.locator("main").inner_text(), "her session goes on"
    colleague.goes("/signin")
    colleague.presses("#go")
    colleague.page.locator("#failure:not([hidden])").wait_for()
    assert "ACCOUNT_LOCKED" in colleague.page.locator("#failure").inner_text(), "she is not told why"
    colleague.refused = False
    card.locator('[name="reason"]').fill("確認した")
    administrator.presses(card.locator('button[formaction$="/unlock"]'))
    card.locator('button[formaction$="/lock"]').wait_for()
    colleague.goes("/signin")
    colleague.presses("#go")
    colleague.arrives("/envelopes")


def invitation(reader: Person, email: str, seconds: float = 30) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        reader.goes("/mailbox")
        links = reader.page.locator("article", has_text=email).locator('a[href*="/join/"]')
        if links.count():
            return links.first.get_attribute("href").removeprefix(reader.url)
        time.sleep(0.5)
    raise AssertionError(f"no invitation was mailed to {email}")
