#!/usr/bin/env python3
"""Two people sign a contract in a browser, from the set-up link to the verdict.

    journey.py --products DIR --out DIR [--quick]

Every page is pictured and examined by axe; a word in the console, a sideways scroll or a violation fails the run. --quick
walks the phone in Japanese and the desk in English only. Exit 0 only if every walk arrived and nothing was complained of.
"""
import argparse, pathlib, re, sys, time

sys.dont_write_bytecode = True
import contracts
from browsing import Person, chromium, expect, instance, see

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--products", type=pathlib.Path, required=True)
options.add_argument("--out", type=pathlib.Path, required=True)
options.add_argument("--quick", action="store_true")
options = options.parse_args()
options.out.mkdir(parents=True, exist_ok=True)
complaints, passed = [], []


def arrived(name):
    passed.append(name)
    print(f"arrived: {name}", flush=True)


def file_of(name, content):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def set_up(playwright, live):
    sender = Person(playwright, live, "sender", options.out)
    sender.go(live.set_up_link)
    sender.look("set-up")
    sender.page.fill("#organisation", "株式会社灯台工房")
    sender.page.fill("#name", "庄司 かな")
    sender.page.fill("#email", "shoji@toudai.example")
    sender.press("form[action='/setup'] button")
    sender.look("register-passkey")
    sender.press("#go")
    sender.page.wait_for_url("**/envelopes")
    sender.look("no-contracts")
    return sender


def sign_in_again(sender):
    sender.press("form[action='/signout'] button")
    sender.look("sign-in")
    sender.press("#go")
    sender.page.wait_for_url("**/envelopes")


def upload(sender, name, content):
    sender.go("/envelopes/new")
    sender.page.set_input_files("#file", file_of(name, content))
    sender.press(".upload-form button")


def send(sender, people, language, picture=False):
    """From the names to the mail; the path of the envelope."""
    for index, (name, email, kind) in enumerate(people, 1):
        sender.page.fill(f"#name{index}", name)
        sender.page.fill(f"#email{index}", email)
        sender.page.select_option(f"#kind{index}", kind)
    sender.page.select_option("#language", language)
    if picture:
        sender.look("prepare")
    sender.press("form.cols button.btn-ink")
    sender.page.wait_for_url(re.compile(r"/envelopes/[0-9a-f]{32}$"))
    path = "/envelopes/" + sender.page.url.rsplit("/", 1)[1]
    if picture:
        sender.look("draft")
    sender.press(f"form[action='{path}/send'] button")
    sender.page.wait_for_url("**" + path)
    return path


def place_with_mouse_and_keyboard(sender):
    """Drags the first box and moves it by keys; the number fields have to follow."""
    sender.page.fill("#name1", "高瀬")
    spot = sender.page.locator(".spot").first
    spot.scroll_into_view_if_needed()
    before = float(sender.page.input_value("#x1")), float(sender.page.input_value("#y1"))
    box = spot.bounding_box()
    sender.page.mouse.move(box["x"] + 10, box["y"] + 10)
    sender.page.mouse.down()
    sender.page.mouse.move(box["x"] + 60, box["y"] - 40, steps=4)
    sender.page.mouse.up()
    dragged = float(sender.page.input_value("#x1")), float(sender.page.input_value("#y1"))
    assert dragged[0] > before[0] + 3 and dragged[1] < before[1] - 3, f"{before} {dragged}"
    spot.focus()
    sender.page.keyboard.press("ArrowRight")
    sender.page.keyboard.press("Shift+ArrowUp")
    moved = float(sender.page.input_value("#x1")), float(sender.page.input_value("#y1"))
    assert abs(moved[0] - dragged[0] - 1) < 0.15 and abs(dragged[1] - moved[1] - 10) < 0.15, f"{dragged} {moved}"


def link_to(sender, address):
    """The newest mail's link to this address, from the trial's mailbox."""
    for _ in range(100):
        sender.go("/mailbox")
        mail = sender.page.locator("article.mail", has_text=address).filter(has=sender.page.locator("a.btn"))
        if mail.count() > 0:
            return mail.first.locator("a.btn").get_attribute("href")
        time.sleep(0.1)
    raise AssertionError(f"no mail for {address}")


def read_and_consent(signer, link, name, look=True):
    signer.go(link)
    if look:
        signer.look("invitation")
    signer.press("form[action^='/sign/'] button")
    signer.page.wait_for_url("**/signing")
    expect(signer.page.locator("figure.pg img").first).to_be_visible()
    if look:
        signer.look("read")
        signer.go("/signing/text")
        signer.look("text")
        signer.go("/signing")
    signer.press("form[action='/signing/viewed'] button")
    signer.page.wait_for_url("**/signing/consent")
    if look:
        signer.look("consent")
    signer.page.fill("#typed-name", name)
    signer.press("button[form='consent']")


def confirm(signer):
    signer.page.wait_for_url("**/signing/confirm")
    signer.look("confirm")
    signer.press("button[form='confirm']")
    signer.page.wait_for_url("**/signing/done")
    signer.look("done")


def activate(signer):
    signer.page.wait_for_url("**/signing/activate")
    signer.look("activate")
    if signer.page.locator("#enrol").is_visible():
        signer.press("#enrol")
    expect(signer.page.locator("#sign")).to_be_visible()
    signer.look("activate-ready")
    signer.press("#sign")
    signer.page.wait_for_url("**/signing/done")
    signer.look("done")


def sealed(signer):
    expect(signer.page.locator("a[href='/signing/contract.pdf']")).to_be_visible(timeout=60_000)
    signer.look("sealed")
    with signer.page.expect_download() as download:
        signer.press("a[href='/signing/contract.pdf']")
    return download.value.path().read_bytes()


def verdict(person, name, content, expected, picture):
    person.go("/verify")
    if picture:
        person.look("verify")
    person.page.set_input_files("#file", file_of(name, content))
    person.press(".upload-form button")
    expect(person.page.locator(".verdict .code, .note-bad")).to_be_visible()
    see(person, expected)
    person.look("report-" + expected.lower())


def whole_walk(playwright, live, sender, width, language, number):
    start, clicks = time.monotonic(), sender.clicks
    names = [("﨑山 太郎", "witness"), ("髙橋 葛\U000E0100子𠮷", "party")]
    people = [(name, f"{kind}{number}@party.example", kind) for name, kind in names]
    upload(sender, "業務委託契約書.pdf", contracts.pdf())
    place_with_mouse_and_keyboard(sender)
    path = send(sender, people, language, picture=number == 1)
    signers = []
    for name, email, kind in people:
        signer = Person(playwright, live, f"{kind}{number}", options.out, width, language)
        signers.append(signer)
        read_and_consent(signer, link_to(sender, email), name)
        (activate if kind == "party" else confirm)(signer)
    contract = sealed(signers[-1])
    sender.go(path)
    expect(sender.page.locator(f"a[href='{path}/certificate.pdf']")).to_be_visible(timeout=60_000)
    if number == 1:
        sender.look("sealed")
    # Whoever comes back with the link learns that its work is done.
    signers[0].expected = ["410"]
    signers[0].go(link_to(sender, people[0][1]))
    see(signers[0], "LINK_OVER")
    signers[0].look("link-over")
    verdict(signers[0], "contract.pdf", contract, "TOTAL_PASSED", picture=True)
    changed = bytearray(contract)
    changed[200] ^= 1
    signers[0].expected = ["422"]
    verdict(signers[0], "changed.pdf", bytes(changed), "TOTAL_FAILED", picture=False)
    verdict(signers[0], "unsigned.pdf", contracts.pdf(1), "UNSIGNED", picture=False)
    presses = sender.clicks - clicks + sum(signer.clicks for signer in signers)
    arrived(f"whole walk {width} px {language}: {time.monotonic() - start:.1f} s, {presses} presses, with all looks")
    for signer in signers:
        complaints.extend(signer.close())


def declined(playwright, live, sender):
    upload(sender, "断る契約書.pdf", contracts.pdf(1))
    path = send(sender, [("断 太郎", "no@party.example", "witness")], "ja")
    signer = Person(playwright, live, "decliner", options.out, 390)
    signer.go(link_to(sender, "no@party.example"))
    signer.press("form[action^='/sign/'] button")
    signer.press("a[href='/signing/decline']")
    signer.look("decline")
    signer.page.fill("#reason", "金額が違います")
    signer.press("button[form='decline']")
    signer.look("declined")
    sender.go(path)
    see(sender, "金額が違います")
    sender.look("declined")
    complaints.extend(signer.close())
    arrived("a declined contract")


def refused(sender):
    sender.expected = ["422"]
    upload(sender, "script.pdf", contracts.with_script())
    see(sender, "JavaScript")
    sender.look("refused")
    sender.expected = []
    arrived("a PDF with JavaScript is refused, with words")


def long_contract(playwright, live, sender):
    upload(sender, "長い契約書.pdf", contracts.pdf(300))
    send(sender, [("長 太郎", "long@party.example", "witness")], "ja")
    signer = Person(playwright, live, "long", options.out, 390)
    signer.go(link_to(sender, "long@party.example"))
    signer.press("form[action^='/sign/'] button")
    last = signer.page.locator("figure.pg img").last
    last.scroll_into_view_if_needed()
    expect(last).to_have_js_property("complete", True, timeout=30_000)
    assert last.evaluate("image => image.naturalWidth") > 0
    signer.look("page-300")
    complaints.extend(signer.close())
    arrived("page 300 of 300")


def by_keyboard(playwright, live, sender):
    """A signer who never touches a mouse."""
    upload(sender, "鍵盤.pdf", contracts.pdf(1))
    send(sender, [("鍵 花子", "keys@party.example", "party")], "ja")
    signer = Person(playwright, live, "keyboard", options.out)
    keyboard = signer.page.keyboard

    def reach(selector):
        for _ in range(80):
            if signer.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                return
            keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab on {signer.page.url}")

    signer.go(link_to(sender, "keys@party.example"))
    for selector, place in [("form[action^='/sign/'] button", "**/signing"),
                            ("form[action='/signing/viewed'] button", "**/signing/consent")]:
        reach(selector)
        keyboard.press("Enter")
        signer.page.wait_for_url(place)
    reach("#typed-name")
    keyboard.type("鍵 花子")
    keyboard.press("Enter")
    signer.page.wait_for_url("**/signing/activate")
    reach("#enrol")
    keyboard.press("Enter")
    expect(signer.page.locator("#sign")).to_be_focused()
    keyboard.press("Enter")
    signer.page.wait_for_url("**/signing/done")
    sealed(signer)
    complaints.extend(signer.close())
    arrived("signed by keyboard alone")


with chromium() as playwright, instance(options.products.resolve()) as live:
    sender = set_up(playwright, live)
    sign_in_again(sender)
    arrived("set up and signed in again")
    walks = [(390, "ja"), (1440, "en")] if options.quick else [(390, "ja"), (1440, "ja"), (390, "en"), (1440, "en")]
    for number, (width, language) in enumerate(walks, 1):
        whole_walk(playwright, live, sender, width, language, number)
    declined(playwright, live, sender)
    refused(sender)
    long_contract(playwright, live, sender)
    by_keyboard(playwright, live, sender)
    sender.go("/envelopes")
    sender.look("contracts")
    sender.go("/mailbox")
    sender.look("mailbox")
    complaints += sender.close()

for complaint in complaints:
    print(f"complaint: {complaint}")
print(f"browser-tests: {len(passed)} walks arrived, {len(complaints)} complaints, pictures in {options.out}")
sys.exit(1 if complaints else 0)
