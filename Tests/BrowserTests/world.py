"""What the journeys share."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from instance import Instance
from person import Findings, Person


@dataclass
class World:
    browser: Browser
    instance: Instance
    findings: Findings
    contracts: dict[str, pathlib.Path]
    #: Of the sender, who signs in with them in every new browser.
    passkeys: list[dict] = field(default_factory=list)
    sealed: bytes = b""
    used_link: str = ""
    measured: dict = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)

    def person(self, who: str, language: str, width: int, **more) -> Person:
        person = Person(
            self.browser, self.instance.url, self.findings, who=who, language=language, width=width, **more
        )
        self.people.append(person)
        return person

    def sender(self, language: str, width: int) -> Person:
        """The sender, signed in in a new browser."""
        sender = self.person("sender", language, width, passkeys=self.passkeys)
        sender.goes("/signin")
        sender.presses("#go")
        sender.arrives("/envelopes")
        self.passkeys = sender.passkeys
        return sender
