"""A person with a browser: what she presses is counted, what she sees is kept and checked."""

import json
import pathlib
import re
from typing import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

AXE = Axe()
LOCALES = {"ja": "ja-JP", "en": "en-GB"}
INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|<[^>]+\s(style|on[a-z]+)=")


class Findings:
    """What is wrong, over all people; and what was looked at."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.wrong: list[str] = []
        self.seen: list[str] = []
        self.warnings: list[str] = []
        self.pages_checked = 0

    def add(self, where: str, what: str) -> None:
        self.wrong.append(f"{where}: {what}")
        print(f"    ✘ {where}: {what}", flush=True)


class Person:
    """A browser of her own, with an authenticator that has no cable and checks that it is she."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        findings: Findings,
        *,
        who: str,
        language: str,
        width: int,
        script: bool = True,
        passkeys: list[dict] | None = None,
    ) -> None:
        self.url, self.findings, self.who, self.width, self.language = url, findings, who, width, language
        self.script = script
        self.clicks = 0
        self.refused = False
        self.context = browser.new_context(
            locale=LOCALES[language],
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": 844 if width < 600 else 900},
            has_touch=width < 600,
            # Colours are judged when they have arrived, not on their way.
            reduced_motion="reduce",
            java_script_enabled=script,
            base_url=url,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: findings.add(self.where, f"script: {error}"))
        self.page.on("request", self.asked)
        if script:
            self.devtools = self.context.new_cdp_session(self.page)
            self.devtools.send("WebAuthn.enable")
            self.authenticator = self.devtools.send(
                "WebAuthn.addVirtualAuthenticator",
                {
                    "options": {
                        "protocol": "ctap2",
                        "transport": "internal",
                        "hasResidentKey": True,
                        "hasUserVerification": True,
                        "isUserVerified": True,
                        "automaticPresenceSimulation": True,
                    }
                },
            )["authenticatorId"]
            for passkey in passkeys or []:
                self.devtools.send(
                    "WebAuthn.addCredential", {"authenticatorId": self.authenticator, "credential": passkey}
                )

    def close(self) -> None:
        self.context.close()

    @property
    def where(self) -> str:
        return f"{self.who} {self.width} {self.language} {self.page.url.removeprefix(self.url)[:60]}"

    @property
    def passkeys(self) -> list[dict]:
        """What her authenticator holds, to be carried to her next browser."""
        answer = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        return answer["credentials"]

    def passkey_will_be_confirmed(self, confirmed: bool) -> None:
        """Whether her finger is the right one from now on."""
        self.devtools.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.authenticator, "isUserVerified": confirmed}
        )

    # What must not happen on any page.

    def heard(self, message: ConsoleMessage) -> None:
        if message.type == "warning" and message.text not in self.findings.warnings:
            self.findings.warnings.append(message.text)
        if message.type != "error":
            return
        # A page that refuses answers 4xx on purpose, and Chromium says so.
        if self.refused and "Failed to load resource" in message.text:
            return
        self.findings.add(self.where, f"console: {message.text}")

    def asked(self, request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.findings.add(self.where, f"asked a stranger: {request.url}")

    # What she does.

    def goes(self, path: str) -> None:
        self.page.goto(path, wait_until="load")

    def presses(self, what: str | Locator) -> None:
        """One click, or one touch."""
        self.clicks += 1
        target = self.page.locator(what).first if isinstance(what, str) else what
        target.click()

    def writes(self, name: str, text: str) -> None:
        self.page.locator(f'[name="{name}"]').fill(text)

    def chooses(self, name: str, value: str) -> None:
        self.clicks += 1
        self.page.locator(f'[name="{name}"]').select_option(value)

    def arrives(self, path: str | Callable[[str], bool]) -> None:
        """Waits until she is at a path."""
        matches = path if callable(path) else lambda url: url.removeprefix(self.url).split("?")[0] == path
        self.page.wait_for_url(matches, wait_until="load")

    def tabs_to(self, what: str) -> None:
        """Moves the focus with the Tab key alone; the focus has to be seen on the way."""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("what => document.activeElement?.matches(what) ?? false", what):
                outline = self.page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none' }"
                )
                if not outline:
                    self.findings.add(self.where, f"the focus on {what} cannot be seen")
                return
        raise AssertionError(f"{self.where}: Tab does not reach {what}")

    def types_key(self, key: str) -> None:
        self.clicks += 1
        self.page.keyboard.press(key)

    # What she sees.

    def sees(self, name: str, *, dark: bool = False) -> None:
        """Keeps a picture of the page, and has it judged: accessibility, sideways scrolling, size of targets."""
        self.page.wait_for_load_state("load")
        self.judge(name)
        file = f"{name}-{self.width}-{self.language}.png"
        self.page.screenshot(path=self.findings.folder / file, full_page=True)
        self.findings.seen.append(file)
        if dark:
            self.page.emulate_media(color_scheme="dark")
            self.judge(name + " dark")
            file = f"{name}-{self.width}-{self.language}-dark.png"
            self.page.screenshot(path=self.findings.folder / file, full_page=True)
            self.findings.seen.append(file)
            self.page.emulate_media(color_scheme="light")

    def judge(self, name: str) -> None:
        page = self.page
        self.findings.pages_checked += 1
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.findings.add(self.where, f"{name} scrolls sideways by {wide} px")
        if page.evaluate("() => document.documentElement.lang") not in ("ja", "en"):
            self.findings.add(self.where, f"{name} does not say its language")
        band = page.locator(".testband")
        if band.count() == 0 or "TEST ENVIRONMENT" not in band.first.inner_text():
            self.findings.add(self.where, f"{name} does not say that this is a test")
        if not self.refused:
            sent = self.context.request.get(page.url).text()
            if INLINE.search(sent):
                self.findings.add(self.where, f"{name} has inline style or script: {INLINE.search(sent)[0][:80]}")
        if not self.script:
            return
        for violation in AXE.run(page).response["violations"]:
            nodes = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
            detail = violation["nodes"][0].get("failureSummary", "").replace("\n", " ")[:240]
            self.findings.add(self.where, f"{name} axe {violation['id']} ({violation['impact']}): {nodes}: {detail}")

    def csp(self, path: str) -> str:
        return self.context.request.get(path).headers.get("content-security-policy", "")


def write_json(file: pathlib.Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
