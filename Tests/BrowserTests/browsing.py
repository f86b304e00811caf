"""What the browser tests share: an instance of the service in a new folder, and people with browsers and passkeys."""
import contextlib, json, os, pathlib, random, socket, ssl, subprocess, tempfile, time, urllib.error, urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright, expect

CHROMIUM = os.environ.get("CHIGIRI_CHROMIUM", "/usr/bin/chromium")


def free_ports():
    """The first of four ports in a row that nobody uses."""
    while True:
        base = random.randrange(32000, 60000)
        try:
            for port in range(base, base + 4):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue


@contextlib.contextmanager
def instance(products):
    """The trial's programs in an empty folder: as `bin/serve` starts them."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chigiri-browser-"))
    base = free_ports()
    trial, chigiri = products / "chigiri-trial", products / "chigiri"
    subprocess.run([trial, "init", "--data", folder, "--port-base", str(base)], check=True, stdout=subprocess.DEVNULL)
    logs = [open(folder / name, "w") for name in ("authority.log", "chigiri.log")]
    programs = [
        subprocess.Popen([trial, "authority", "--data", folder], stdout=logs[0], stderr=logs[0]),
        subprocess.Popen([chigiri, "up", "--data", folder], stdout=logs[1], stderr=logs[1]),
    ]
    try:
        address = f"http://localhost:{base + 3}"
        wait_for(address)
        yield Instance(folder, address)
    finally:
        for program in reversed(programs):
            program.terminate()
        for program in programs:
            program.wait(30)
        for log in logs:
            log.close()


def wait_for(address):
    for _ in range(600):
        try:
            urllib.request.urlopen(address + "/signin", timeout=2).read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


class Instance:
    def __init__(self, folder, address):
        self.folder, self.address = folder, address

    @property
    def set_up_link(self):
        return f"{self.address}/setup/{(self.folder / 'service/setup-token').read_text().strip()}"


class Person:
    """One browser with an authenticator of its own; everything it sees is examined."""

    def __init__(self, playwright, instance, name, out, width=1440, language="ja"):
        self.instance, self.name, self.out = instance, name, out
        self.width, self.language = width, language
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        self.context = self.browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            locale="ja-JP" if language == "ja" else "en-GB",
            has_touch=width < 600,
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints, self.clicks, self.pictures, self.expected = [], 0, 0, []
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
        }})

    def heard(self, message):
        # A refusal that a test asks for is an answer with an error status, and the browser says so.
        if message.type in ("error", "warning") and not any(word in message.text for word in self.expected):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.instance.address + path)

    def press(self, selector):
        self.clicks += 1
        self.page.locator(selector).click()

    def look(self, name):
        """A picture, and what axe says of the page."""
        self.page.wait_for_load_state("networkidle")
        self.pictures += 1
        file = self.out / f"{self.name}-{self.pictures:02}-{name}-{self.width}-{self.language}.png"
        self.page.screenshot(path=file, full_page=self.page.evaluate("document.documentElement.scrollHeight") < 4000)
        # axe is injected by the debugger's protocol, which our policy does not bind.
        for violation in Axe().run(self.page).response["violations"]:
            places = [node["target"] for node in violation["nodes"]][:3]
            self.complaints.append(f"{name}: axe {violation['id']}: {violation['help']} {places}")
        sideways = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if sideways > 1:
            self.complaints.append(f"{name}: the page scrolls sideways by {sideways} px")

    def close(self):
        self.browser.close()
        return [f"{self.name}: {complaint}" for complaint in self.complaints]


def see(person, text):
    expect(person.page.locator("main")).to_contain_text(text)


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        yield playwright
