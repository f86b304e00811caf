"""What is walked through. A journey is a function; its first line says what it shows."""

import time

from contracts import RARE_NAMES
from person import Person
from sending import (
    Invited, code_for, download, link_for, prepare, send, set_up, sign_in, upload, wait_until_sealed,
)
from world import World
import people
import registers
import signing
import uploads


def first_contract(world: World) -> None:
    """From the set-up link to a contract sealed by two people, with clicks and seconds counted."""
    sender = world.person("sender", "ja", 1440)
    began = time.monotonic()
    set_up(sender, world.instance.setup_token)
    world.passkeys = sender.passkeys
    upload(sender, world.contracts["ordinary"])
    title = "業務委託契約書 第一号"
    prepare(
        sender,
        title,
        "ja",
        [
            Invited("今井 由衣", "yui@imai.example", "party"),
            Invited("北浜 湊", "minato@kitahama.example", "witness", "corporate"),
        ],
        place=True,
    )
    path = send(sender)
    party = world.person("party", "ja", 390)
    sign_as_party(party, link_for(sender, "yui@imai.example", title), "今井 由衣", pages=3, refused_first=True)
    witness = world.person("witness", "ja", 390)
    sign_as_witness(witness, link_for(sender, "minato@kitahama.example", title), "北浜 湊", pages=3)
    wait_until_sealed(sender, path)
    world.measured["firstContract"] = {
        "seconds": round(time.monotonic() - began, 1),
        "note": "with every page judged and photographed on the way",
        "clicks": {"sender": sender.clicks, "party": party.clicks, "witness": witness.clicks},
    }
    sender.sees("sender-08-sealed", dark=True)
    sender.goes("/envelopes")
    sender.sees("sender-03-home", dark=True)
    sender.goes("/mailbox")
    sender.sees("sender-09-mailbox")
    for signer in (party, witness):
        signer.goes("/signing/done")
        signer.sees("signer-06-sealed", dark=True)
    world.sealed = download(sender, path, "contract.pdf")
    assert world.sealed.startswith(b"%PDF-")
    for name in ("certificate.pdf", "evidence.json"):
        assert download(sender, path, name)
    world.used_link = party.used_link
    for person in (sender, party, witness):
        person.close()


def sign_as_party(
    signer: Person, link: str, name: str, *, pages: int, refused_first: bool = False, key_has_ended: bool = False
) -> None:
    signer.used_link = link
    signing.open_link(signer, link, "party")
    signing.read(signer, "party", pages)
    signing.agree(signer, "party", name)
    if key_has_ended:
        signer.refused = True
        signer.presses("#sign")
        signer.page.locator("#enrol").wait_for(state="visible")
        assert signer.page.locator("#failure").inner_text().strip(), "why she has to enrol again is not said"
        signer.refused = False
    signing.enrol(signer)
    if refused_first:
        signing.refuse_passkey(signer)
    signing.activate(signer)
    signer.sees("signer-06-done-party")


def sign_as_witness(signer: Person, link: str, name: str, *, pages: int) -> None:
    signing.open_link(signer, link, "witness")
    signing.read(signer, "witness", pages)
    assert "業務" in signing.read_text(signer), "the text of the pages is not there"
    signing.agree(signer, "witness", name)
    signing.confirm(signer)
    signer.sees("signer-06-done-witness")


def every_width_and_language(world: World) -> None:
    """The same way at the other widths and languages, two signers each."""
    for width, language in ((390, "ja"), (390, "en"), (1440, "en")):
        sender = world.sender(language, width)
        upload(sender, world.contracts["ordinary"])
        title = f"Services agreement {width} {language}"
        prepare(
            sender,
            title,
            language,
            [
                Invited("Imai Yui", f"yui{width}{language}@imai.example", "party"),
                Invited("Kitahama Minato", f"minato{width}{language}@kitahama.example", "witness", "corporate"),
            ],
        )
        path = send(sender)
        party = world.person("party", language, width)
        link = link_for(sender, f"yui{width}{language}@imai.example", title)
        sign_as_party(party, link, "Imai Yui", pages=3)
        witness = world.person("witness", language, width)
        link = link_for(sender, f"minato{width}{language}@kitahama.example", title)
        sign_as_witness(witness, link, "Kitahama Minato", pages=3)
        wait_until_sealed(sender, path)
        sender.sees("sender-08-sealed")
        party.goes("/signing/done")
        party.sees("signer-06-sealed")
        for person in (sender, party, witness):
            person.close()


def by_keyboard_alone(world: World) -> None:
    """Tab, Enter and letters are enough to sign, both kinds."""
    sender = world.sender("ja", 1440)
    title = "鍵盤だけの契約書"
    upload(sender, world.contracts["declined"])
    prepare(
        sender,
        title,
        "ja",
        [Invited("今井 由衣", "keys@party.example", "party"), Invited("北浜 湊", "keys@witness.example", "witness")],
    )
    path = send(sender)
    party = world.person("party", "ja", 1440)
    signing.sign_by_keyboard_with_passkey(party, link_for(sender, "keys@party.example", title), "今井 由衣")
    witness = world.person("witness", "ja", 1440)
    signing.sign_by_keyboard(witness, link_for(sender, "keys@witness.example", title), "北浜 湊")
    wait_until_sealed(sender, path)
    for person in (sender, party, witness):
        person.close()


def without_script(world: World) -> None:
    """A 立会人型 signer needs no JavaScript; a 当事者型 signer is told that her passkey does."""
    sender = world.sender("ja", 1440)
    title = "JavaScriptのいらない契約書"
    upload(sender, world.contracts["declined"])
    prepare(
        sender,
        title,
        "ja",
        [Invited("北浜 湊", "plain@witness.example", "witness"), Invited("今井 由衣", "plain@party.example", "party")],
    )
    send(sender)
    witness = world.person("witness without script", "ja", 390, script=False)
    signing.open_link(witness, link_for(sender, "plain@witness.example", title), "noscript")
    signing.read(witness, "noscript", 1)
    signing.agree(witness, "noscript", "北浜 湊")
    signing.confirm(witness)
    party = world.person("party without script", "ja", 390, script=False)
    party.goes(link_for(sender, "plain@party.example", title))
    party.presses('form[action^="/sign/"] button')
    signing.agree(party, "noscript", "今井 由衣")
    party.arrives("/signing/activate")
    assert "JavaScript" in party.page.locator("main").inner_text(), "she is not told that a passkey needs JavaScript"
    party.sees("signer-05-noscript")
    for person in (sender, witness, party):
        person.close()


def javascript_in_a_contract(world: World) -> None:
    """A PDF with JavaScript is refused, and the person reads why, what it means and what to do."""
    for language, width in (("ja", 390), ("en", 1440)):
        sender = world.sender(language, width)
        sender.refused = True
        upload(sender, world.contracts["javascript"])
        assert "JavaScript" in sender.page.locator("main").inner_text(), "JavaScript is not named"
        assert sender.page.locator("main .mono").count(), "there is no reference number"
        sender.sees("refused-javascript", dark=True)
        sender.close()


def three_hundred_pages(world: World) -> None:
    """A long contract is read page by page, signed and sealed."""
    sender = world.sender("ja", 390)
    title = "基本取引契約書"
    upload(sender, world.contracts["long"])
    prepare(sender, title, "ja", [Invited("北浜 湊", "long@witness.example", "witness")])
    path = send(sender)
    witness = world.person("long", "ja", 390)
    began = time.monotonic()
    witness.goes(link_for(sender, "long@witness.example", title))
    witness.presses('form[action^="/sign/"] button')
    witness.arrives("/signing")
    pictures = witness.page.locator(".sheet img")
    assert pictures.count() == 300, f"{pictures.count()} pages"
    for number in (0, 149, 299):
        pictures.nth(number).scroll_into_view_if_needed()
        witness.page.wait_for_function(
            "n => { const i = document.querySelectorAll('.sheet img')[n]; return i.complete && i.naturalWidth > 0 }",
            arg=number,
        )
    world.measured["threeHundredPages"] = {"secondsToTheLastPage": round(time.monotonic() - began, 1)}
    witness.page.screenshot(path=world.findings.folder / "signer-02-read-long-390-ja.png")
    signing.agree(witness, "long", "北浜 湊")
    signing.confirm(witness)
    wait_until_sealed(sender, path)
    for person in (sender, witness):
        person.close()


def rare_names(world: World) -> None:
    """髙橋, 﨑, 𠮷 and a variant chosen by a selector stay themselves on pages, seals and in the sealed file."""
    sender = world.sender("ja", 1440)
    title = "顧問契約書"
    upload(sender, world.contracts["rare"])
    signers = [
        Invited(RARE_NAMES[0], "rare0@witness.example", "witness"),
        Invited(RARE_NAMES[1], "rare1@witness.example", "witness"),
    ]
    prepare(sender, title, "ja", signers)
    path = send(sender)
    for number, name in enumerate(RARE_NAMES):
        witness = world.person(f"rare {number}", "ja", 390)
        witness.goes(link_for(sender, f"rare{number}@witness.example", title))
        assert name in witness.page.locator("main").inner_text(), f"{name} is not on the invitation as it was written"
        witness.sees(f"rare-{number}-invitation")
        witness.presses('form[action^="/sign/"] button')
        witness.arrives("/signing")
        signing.agree(witness, f"rare-{number}", name)
        signing.confirm(witness)
        witness.close()
    wait_until_sealed(sender, path)
    shown = sender.page.locator("main").inner_text()
    assert all(name in shown for name in RARE_NAMES), "the sender does not see the names as they were written"
    sender.sees("rare-sealed")
    sender.close()


def fields_and_handwriting(world: World) -> None:
    """A signer fills in what is hers and writes her name by hand; what does not fit comes back to her."""
    for language, width in (("ja", 390), ("en", 1440)):
        sender = world.sender(language, width)
        title = f"雇用契約書 {language}"
        upload(sender, world.contracts["declined"])
        email = f"fills{language}@witness.example"
        signers = [
            Invited("今井 由衣", email, "witness", texts=("所在地", "電話番号")),
            Invited("北浜 湊", f"fills2{language}@witness.example", "witness"),
            *(Invited("署名 人", f"more{number}{language}@witness.example", "witness") for number in range(3, 7)),
        ]
        sender.refused = True
        prepare(sender, title, language, signers, wrong_first=True)
        sender.refused = False
        send(sender)
        signer = world.person("fills", language, width)
        signer.goes(link_for(sender, email, title))
        signer.presses('form[action^="/sign/"] button')
        signer.arrives("/signing")
        assert signer.page.locator(".fx rect").count() == 3, "her fields are not marked on the page"
        signer.presses(signing.READ)
        signer.arrives("/signing/fill")
        signer.refused = True
        signer.page.get_by_label("所在地").fill("とても長い住所" * 25)
        signer.page.get_by_label("電話番号").fill("0134-00-0000")
        signer.presses(signing.FILL)
        signer.page.wait_for_selector("#problem")
        assert signer.page.get_by_label("電話番号").input_value() == "0134-00-0000", "what she wrote is gone"
        signer.sees("signer-03-fill-refused", dark=True)
        signer.refused = False
        signing.write_name(signer)
        signing.fill(signer, "by-hand", {"所在地": "小樽市色内一丁目"})
        signer.arrives("/signing/consent")
        shown = signer.page.locator("main").inner_text()
        assert "小樽市色内一丁目" in shown and "0134-00-0000" in shown, "she does not see what she wrote"
        signer.refused = True
        signer.page.locator("#typed-name").fill("別の名前")
        signer.presses(signing.CONSENT)
        signer.page.wait_for_selector("#problem")
        assert signer.page.locator("#typed-name").input_value() == "別の名前"
        signer.sees("signer-04-consent-refused")
        signer.refused = False
        signer.page.locator("#typed-name").fill("今井 由衣")
        signer.presses(signing.CONSENT)
        signing.confirm(signer)
        for person in (sender, signer):
            person.close()


def second_browser(world: World) -> None:
    """Another browser with the same link needs the code that is mailed, and a wrong one opens nothing."""
    for language, width in (("ja", 390), ("en", 1440)):
        sender = world.sender(language, width)
        title = f"賃貸借契約書 {language}"
        upload(sender, world.contracts["declined"])
        email = f"second{language}@witness.example"
        prepare(sender, title, language, [Invited("今井 由衣", email, "witness")])
        send(sender)
        link = link_for(sender, email, title)
        first = world.person("first", language, width)
        for _ in range(2):
            # In her own browser the link opens again.
            first.goes(link)
            first.presses('form[action^="/sign/"] button')
            first.arrives("/signing")
        second = world.person("second", language, width)
        second.refused = True
        second.goes(link)
        second.presses('form[action^="/sign/"] button')
        second.page.wait_for_selector("#digits")
        second.sees("signer-01-code", dark=True)
        second.page.locator("#digits").fill("0000 0000")
        second.presses('button[form="code"]')
        second.page.wait_for_selector("#digits-error")
        second.sees("signer-01-code-wrong")
        second.goes("/signing")
        assert second.page.locator(".sheet").count() == 0, "a wrong code shows the contract"
        second.goes(link)
        second.presses('form[action^="/sign/"] button')
        second.page.wait_for_selector("#digits")
        second.page.locator("#digits").fill(code_for(sender, email, title))
        second.presses('button[form="code"]')
        second.arrives("/signing")
        second.refused = False
        signing.agree(second, "second", "今井 由衣")
        signing.confirm(second)
        for person in (sender, first, second):
            person.close()


def without_connection(world: World) -> None:
    """Without a connection nothing is lost: she is told, and goes on when it is back."""
    sender = world.sender("ja", 1440)
    title = "電波のない契約書"
    upload(sender, world.contracts["declined"])
    prepare(sender, title, "ja", [Invited("今井 由衣", "offline@party.example", "party")])
    send(sender)
    signer = world.person("offline", "ja", 390)
    signer.goes(link_for(sender, "offline@party.example", title))
    signer.presses('form[action^="/sign/"] button')
    signer.arrives("/signing")
    signer.presses(signing.READ)
    signing.fill(signer, "offline")
    signer.arrives("/signing/consent")
    signer.page.locator("#typed-name").fill("今井 由衣")
    signer.context.set_offline(True)
    signer.presses(signing.CONSENT)
    signer.page.locator("#offline").wait_for(state="visible")
    signer.sees("signer-04-offline", dark=True)
    assert signer.page.locator("#typed-name").input_value() == "今井 由衣"
    signer.context.set_offline(False)
    signer.page.locator("#offline").wait_for(state="hidden")
    signer.presses(signing.CONSENT)
    signing.enrol(signer)
    signing.activate(signer)
    for person in (sender, signer):
        person.close()


def timestamps_fail(world: World) -> None:
    """While no timestamp can be had she sees what is waited for, and that she need not sign again; then it goes on."""
    for language, width in (("ja", 390), ("en", 1440)):
        sender = world.sender(language, width)
        title = f"時刻を待つ契約書 {language}"
        upload(sender, world.contracts["declined"])
        email = f"waits{language}@witness.example"
        prepare(sender, title, language, [Invited("今井 由衣", email, "witness")])
        path = send(sender)
        signer = world.person("waits", language, width)
        signer.goes(link_for(sender, email, title))
        signer.presses('form[action^="/sign/"] button')
        signer.arrives("/signing")
        signing.agree(signer, "waits", "今井 由衣")
        signer.arrives("/signing/confirm")
        with world.instance.timestamps_failing():
            signer.presses(signing.CONFIRM)
            signer.arrives("/signing/done")
            signer.page.locator(".route .st-wait").wait_for()
            signer.page.wait_for_selector(".route .t14", timeout=30_000)
            signer.sees("signer-06-waiting", dark=True)
            sender.goes(path)
            sender.sees("sender-07-waiting")
        wait_until_sealed(sender, path)
        for person in (sender, signer):
            person.close()


def criteria_and_incidents(world: World) -> None:
    """The board of the criteria, a clause with its evidence, and an incident from its alarm to its end."""
    for language, width in (("ja", 1440), ("en", 390)):
        admin = world.sender(language, width)
        admin.goes("/criteria")
        cells = admin.page.locator(".masu a")
        assert cells.count() == 100, f"{cells.count()} clauses"
        admin.sees("admin-01-criteria", dark=True)
        admin.goes("/criteria/2.2.4-2")
        admin.presses('form[action$="/run"] button')
        admin.page.wait_for_selector(".st-done")
        admin.sees("admin-02-clause", dark=True)
        with world.instance.documents_damaged():
            admin.goes("/criteria/2.1.4-4")
            admin.presses('form[action$="/run"] button')
            admin.page.wait_for_selector(".st-fail")
            admin.sees("admin-02-clause-failed")
        admin.goes("/incidents")
        admin.page.wait_for_selector(".incident .st-fail")
        admin.sees("admin-03-incidents", dark=True)
        admin.presses('form[action$="/acknowledge"] button')
        admin.page.wait_for_selector(".incident .st-wait")
        in_hand = admin.page.locator(".incident", has=admin.page.locator(".st-wait")).first
        in_hand.locator("textarea").fill("もとの文書に戻した。")
        admin.presses(in_hand.locator('form[action$="/close"] button'))
        admin.page.wait_for_selector(".incident .st-done")
        admin.sees("admin-03-closed")
        admin.goes("/jobs")
        admin.sees("admin-04-jobs", dark=True)
        admin.goes("/timestamps")
        admin.sees("admin-09-timestamps", dark=True)
        admin.close()


def declined(world: World) -> None:
    """A signer declines: she, the sender and the next signer are told, and nobody can sign any more."""
    for language, width in (("ja", 390), ("en", 1440)):
        sender = world.sender(language, width)
        title = f"秘密保持契約書 {language}"
        upload(sender, world.contracts["declined"])
        email = f"declines{language}@witness.example"
        prepare(sender, title, language, [Invited("今井 由衣", email, "witness")])
        path = send(sender)
        signer = world.person("declines", language, width)
        link = link_for(sender, email, title)
        signer.goes(link)
        signer.presses('form[action^="/sign/"] button')
        signer.arrives("/signing")
        signing.decline(signer, "期間が長すぎます。")
        sender.goes(path)
        assert "期間が長すぎます。" in sender.page.locator("main").inner_text(), "the sender does not read the reason"
        sender.sees("sender-10-declined")
        signer.refused = True
        signer.goes(link)
        assert signer.page.locator('form[action^="/sign/"]').count() == 0, "the link of a declined contract still opens"
        signer.sees("signer-07-over")
        for person in (sender, signer):
            person.close()


def verification(world: World) -> None:
    """A sealed file passes, the same file with one byte changed fails, and something else is refused in words."""
    changed = bytearray(world.sealed)
    place = changed.find(b"stream") + 40
    changed[place] ^= 1
    files = {"passed": (world.sealed, "TOTAL_PASSED"), "failed": (bytes(changed), "TOTAL_FAILED")}
    for language, width in (("ja", 1440), ("ja", 390), ("en", 1440), ("en", 390)):
        visitor = world.person("verifier", language, width)
        visitor.goes("/verify")
        visitor.sees("verify-01-drop", dark=True)
        for name, (bytes_, code) in files.items():
            visitor.goes("/verify")
            visitor.page.locator('input[type="file"]').set_input_files(
                {"name": "契約書.pdf", "mimeType": "application/pdf", "buffer": bytes_}
            )
            visitor.presses('form[action="/verify"] button')
            visitor.page.wait_for_selector(".verdict")
            shown = visitor.page.locator(".verdict").inner_text()
            assert code in shown, f"{name}: expected {code}, the page says {shown!r}"
            visitor.sees(f"verify-02-{name}", dark=True)
        visitor.refused = True
        visitor.goes("/verify")
        visitor.page.locator('input[type="file"]').set_input_files(
            {"name": "絵.pdf", "mimeType": "application/pdf", "buffer": b"not a PDF at all"}
        )
        visitor.presses('form[action="/verify"] button')
        visitor.page.wait_for_load_state("load")
        visitor.sees("verify-03-refused")
        visitor.close()


def used_and_unknown_links(world: World) -> None:
    """A link that was used for a contract that is over, one that never was, and a session that is gone."""
    for language, width in (("ja", 390), ("en", 390)):
        stranger = world.person("stranger", language, width)
        stranger.refused = True
        for name, path in [
            ("over", world.used_link),
            ("unknown", "/sign/" + "A" * 43),
            ("no-session", "/signing"),
            ("nowhere", "/nowhere"),
            ("setup-used", f"/setup/{world.instance.setup_token}"),
        ]:
            stranger.goes(path)
            assert stranger.page.locator("main h1").count() == 1, f"{path}: no page for people"
            stranger.sees(f"problem-{name}")
        stranger.close()


def looking_changes_nothing(world: World) -> None:
    """Opening the link of a mail, as scanners do, uses nothing up and sets no cookie."""
    sender = world.sender("ja", 1440)
    title = "見るだけの契約書"
    upload(sender, world.contracts["declined"])
    prepare(sender, title, "ja", [Invited("今井 由衣", "looks@witness.example", "witness")])
    path = send(sender)
    link = link_for(sender, "looks@witness.example", title)
    before = sender.context.request.get(path).text().count("<time>")
    for _ in range(3):
        scanner = world.person("scanner", "ja", 390)
        scanner.goes(link)
        secrets = [cookie for cookie in scanner.context.cookies() if cookie["name"] != "lang"]
        assert not secrets, f"looking at a link sets {secrets}"
        scanner.close()
    assert sender.context.request.get(path).text().count("<time>") == before, "looking at a link is in the history"
    # A form of another site changes nothing.
    answer = sender.context.request.post(
        link, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, max_redirects=0
    )
    assert answer.status == 403, f"a form of a stranger is answered with {answer.status}"
    policy = sender.csp(path)
    for word in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert word in policy, f"the policy of a page lacks {word}: {policy!r}"
    assert "unsafe" not in policy
    for cookie in sender.context.cookies():
        if cookie["name"] != "lang":
            assert cookie["httpOnly"] and cookie["sameSite"] in ("Lax", "Strict"), f"{cookie['name']} is open to scripts"
    sender.close()


def languages_change(world: World) -> None:
    """The switch of language keeps her place."""
    visitor = world.person("visitor", "ja", 390)
    visitor.goes("/verify")
    heading = visitor.page.locator("h1").inner_text()
    visitor.presses('form[action="/language"] button')
    visitor.arrives("/verify")
    assert visitor.page.evaluate("document.documentElement.lang") == "en"
    assert visitor.page.locator("h1").inner_text() != heading
    visitor.close()


def signing_in_again(world: World) -> None:
    """Signing out ends the session; the passkey opens the next one, in both languages and widths."""
    for language, width in (("ja", 1440), ("ja", 390), ("en", 1440), ("en", 390)):
        sender = world.person("sender", language, width, passkeys=world.passkeys)
        sign_in(sender)
        world.passkeys = sender.passkeys
        sender.sees("sender-03-home")
        look_for(sender, "北浜", "sender-10-found", hits=True)
        look_for(sender, "<b>見当たらない</b>", "sender-11-not-found", hits=False)
        for path, name in (("/envelopes/new", "sender-04-upload"), ("/mailbox", "sender-09-mailbox")):
            sender.goes(path)
            sender.sees(name)
        sender.presses('form[action="/signout"] button')
        sender.page.wait_for_selector("#go")
        sender.refused = True
        sender.goes("/envelopes")
        assert sender.page.locator("table").count() == 0, "contracts are shown after signing out"
        sender.close()


def look_for(sender: Person, text: str, name: str, *, hits: bool) -> None:
    """Looks for a part of a title or a name on the sender's list."""
    sender.goes("/envelopes")
    sender.writes("q", text)
    sender.presses('form[role="search"] button')
    sender.arrives("/envelopes")
    sender.page.wait_for_selector(".tbl" if hits else ".empty")
    assert sender.page.locator("#q").input_value() == text, "the field has lost what was looked for"
    assert (sender.page.locator("table tbody tr").count() > 0) == hits, f"{text}: the wrong contracts are shown"
    assert hits or text in sender.page.locator(".empty").inner_text(), "the page does not say what was looked for"
    sender.sees(name, dark=True)


def keeping_registers(world: World) -> None:
    """Two administrators keep a register: one proposes, the other approves; CSV goes out and in; what is past shows."""
    for language, width in (("ja", 1440), ("en", 390)):
        maker = world.sender(language, width)
        # Her passkey is in her browser: with it she approves.
        approver = people.joins(world, maker, "入船 律", language, width, role="administrator")
        maker.goes("/registers")
        maker.sees("register-01-all", dark=True)
        maker.goes("/registers/hsm-devices/new")
        maker.sees("register-02-form", dark=True)

        # What is wrong comes back with what was typed.
        maker.refused = True
        registers.write_device(maker, f"SN-{width}", registers.day(400))
        maker.writes("f-model", "a\u202eb")
        maker.presses('button[value="propose"]')
        maker.page.wait_for_selector("#problem")
        assert maker.page.locator('[name="f-serial"]').input_value() == f"SN-{width}", "what she typed is gone"
        maker.sees("register-02-refused", dark=True)
        maker.refused = False

        # Proposed, not hers to approve, approved by the other.
        path = registers.propose_device(maker, f"SN-{width}", registers.day(400))
        maker.sees("register-03-proposed", dark=True)
        assert maker.page.locator(f'form[action="{path}/approve"]').count() == 0, "she may approve her own entry"
        approver.goes(path)
        approver.sees("register-04-approve")
        said = approver.page.locator("td.said").first.bounding_box()
        assert said["x"] + said["width"] <= width, "what is to be approved cannot be seen without scrolling sideways"
        registers.approve(approver, path)
        approver.sees("register-05-approved")

        # A file goes into a draft beside what stands, and comes back as a download.
        maker.goes(path)
        registers.attach(maker, path, world.contracts["ordinary"])
        maker.sees("register-06-change", dark=True)
        maker.presses(f'form[action="{path}/propose"] button')
        maker.page.locator("#not-you").wait_for()
        registers.approve(approver, path)
        maker.goes(path)
        file = maker.page.locator('td a[href*="/files/evidence/"]').first.get_attribute("href")
        answer = maker.context.request.get(file)
        assert answer.body() == world.contracts["ordinary"].read_bytes(), "the file is not what it was"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"

        # Returned with a reason.
        returned = registers.propose_device(maker, f"back-{width}", registers.day(500))
        approver.goes(returned)
        approver.writes("reason", "番号がちがいます。")
        approver.presses(f'form[action="{returned}/return"] button')
        approver.page.wait_for_load_state("load")
        maker.goes(returned)
        assert "番号がちがいます。" in maker.page.locator("main").inner_text(), "she does not read the reason"
        maker.sees("register-07-returned")

        # One that is past: the list says it, and its owner gets a mail.
        late = registers.propose_device(maker, f"late-{width}", registers.day(-3))
        registers.approve(approver, late)
        maker.goes("/registers/hsm-devices")
        assert maker.page.locator(".note-bad").count() == 1, "nobody is told that something is past"
        maker.sees("register-08-overdue", dark=True)
        maker.goes("/registers")
        maker.sees("register-09-all")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            maker.goes("/mailbox")
            if maker.page.locator("article", has_text=late).count():
                break
            time.sleep(0.5)
        else:
            raise AssertionError("no mail about what is past")

        # Out as CSV, and in again: unchanged it is nothing, with new rows it is proposals, with a wrong one nothing.
        table = registers.export(maker, "hsm-devices")
        registers.bring_in(maker, "hsm-devices", table)
        maker.sees("register-10-imported")
        rows = table.splitlines()
        new = [row.partition(",")[2].replace(f"late-{width}", f"new-{width}") for row in rows if f"late-{width}" in row]
        maker.refused = True
        registers.bring_in(maker, "hsm-devices", "\r\n".join([rows[0], "," + new[0], "99999," + new[0]]))
        maker.page.wait_for_selector("#problem")
        maker.sees("register-11-import-refused", dark=True)
        maker.refused = False
        registers.bring_in(maker, "hsm-devices", "\r\n".join([rows[0], "," + new[0]]))
        maker.page.locator("td", has_text=f"new-{width}").first.wait_for()
        maker.goes(f"/registers/hsm-devices?q=new-{width}")
        assert maker.page.locator("tbody tr").count() == 1, "the search does not find it"
        maker.goes(path + "/versions/1")
        maker.sees("register-12-version")
        maker.goes("/registers/hsm-devices/import")
        maker.sees("register-13-import")
        people.locks_and_unlocks(maker, approver, f"administrator-{language}-{width}@kitahama.example")
        for person in (maker, approver):
            person.close()


# In this order: the first one sets the service up and makes the sealed contract that later ones look at.
def key_of_a_person_ends(world: World) -> None:
    """Two operators enrol with their codes, and end the key of a person who signed: she enrols another."""
    codes = world.instance.folder / "signer"
    admin = world.sender("ja", 1440)
    operators = []
    for name, role in (("鍵山 守", "key-custodian"), ("安全 護", "security-officer")):
        operator = people.joins(world, admin, name, "ja", 1440, role=role)
        operator.goes("/operators")
        operator.page.locator("#op-duty").select_option(role)
        operator.page.locator("#op-code").fill((codes / f"{role}-code").read_text())
        operator.presses("#enrol")
        operator.page.get_by_role("heading", name=name).wait_for()
        operators.append(operator)
    admin.goes("/operators")
    admin.sees("admin-08-operators", dark=True)
    admin.writes("email", "yui@imai.example")
    admin.page.locator("#key-reason").fill("利用者からの申出")
    admin.presses('form[action="/operators/key-ends"] button')
    admin.page.locator("button.approve").wait_for()
    admin.sees("admin-08-act")
    custodian, officer = operators
    custodian.goes("/operators")
    custodian.presses("button.approve")
    custodian.page.get_by_text("鍵管理者　鍵山 守").wait_for()
    custodian.sees("admin-08-act-approved-once")
    officer.goes("/operators")
    officer.presses("button.approve")
    officer.page.locator("button.approve").wait_for(state="detached")
    officer.sees("admin-08-act-performed")
    admin.goes("/criteria/2.1.2-2")
    admin.presses('form[action$="/run"] button')
    admin.page.wait_for_selector(".st-done")
    admin.close()
    phone = world.sender("en", 390)
    phone.goes("/operators")
    phone.sees("admin-08-operators")
    title = "鍵が終わった後の契約"
    upload(phone, world.contracts["ordinary"])
    prepare(phone, title, "ja", [Invited("今井 由衣", "yui@imai.example", "party")])
    path = send(phone)
    party = world.person("party again", "ja", 390)
    sign_as_party(party, link_for(phone, "yui@imai.example", title), "今井 由衣", pages=3, key_has_ended=True)
    wait_until_sealed(phone, path)


def clean_copy(world: World) -> None:
    """A file with remains behind its end: refused by its sender once, then agreed to as a clean copy and sealed."""
    contract = uploads.with_remains(world.contracts["declined"])
    phone = world.sender("en", 390)
    uploads.look_at_clean_copy(phone, contract)
    uploads.decide(phone, "decline")
    assert phone.page.url.endswith("/envelopes/new"), phone.page.url
    phone.close()

    sender = world.sender("ja", 1440)
    uploads.look_at_clean_copy(sender, contract)
    uploads.decide(sender, "agree")
    title = "書き直した秘密保持契約書"
    prepare(sender, title, "ja", [Invited("北浜 湊", "minato@kitahama.example", "witness")])
    path = send(sender)
    witness = world.person("witness", "ja", 390)
    sign_as_witness(witness, link_for(sender, "minato@kitahama.example", title), "北浜 湊", pages=1)
    wait_until_sealed(sender, path)
    sealed = download(sender, path, "contract.pdf")
    assert not sealed.startswith(contract.read_bytes()), "the file that came was signed"
    for person in (sender, witness):
        person.close()


def signed_elsewhere(world: World) -> None:
    """A contract that another party has signed elsewhere is signed further; her signature stays as it was."""
    contract = uploads.signed_elsewhere()
    if contract is None:
        print("    SKIPPED: the corpus is absent", flush=True)
        return
    sender = world.sender("ja", 1440)
    upload(sender, contract)
    assert "試験 髙橋 美咲" in sender.page.locator("main").inner_text(), "who signed before is not named"
    sender.writes("x1", "20")
    sender.writes("y1", "250")
    title = "先に署名された契約書"
    prepare(sender, title, "ja", [Invited("北浜 湊", "minato@kitahama.example", "witness")])
    path = send(sender)
    witness = world.person("witness", "ja", 390)
    link = link_for(sender, "minato@kitahama.example", title)
    signing.open_link(witness, link, "witness")
    signing.read(witness, "witness", 2)
    signing.agree(witness, "witness", "北浜 湊")
    signing.confirm(witness)
    wait_until_sealed(sender, path)
    sealed = download(sender, path, "contract.pdf")
    assert sealed.startswith(contract.read_bytes()), "what was signed before was changed"
    assert download(sender, path, "certificate.pdf")
    file = contract_file(world, "先に署名された契約書.pdf", sealed)
    sender.goes("/verify")
    sender.page.locator('input[type="file"]').set_input_files(file)
    sender.presses('form[action="/verify"] button')
    sender.page.wait_for_selector(".verdict")
    text = sender.page.locator("main").inner_text()
    assert "試験 髙橋 美咲" in text and "NO_CERTIFICATE_CHAIN_FOUND" in text, "the earlier signature is not judged"
    assert "MDP_VIOLATION" not in text and "NEW_FIELD_NOT_PREDECLARED" not in text, "it was changed"
    sender.sees("verify-signed-elsewhere", dark=True)
    for person in (sender, witness):
        person.close()


def contract_file(world: World, name: str, data: bytes):
    file = world.contracts["ordinary"].with_name(name)
    file.write_bytes(data)
    return file


SHORT = [
    first_contract, signing_in_again, javascript_in_a_contract, declined, rare_names, three_hundred_pages,
    criteria_and_incidents, fields_and_handwriting, second_browser, without_connection, timestamps_fail,
    by_keyboard_alone, without_script, looking_changes_nothing, keeping_registers, languages_change, verification,
    used_and_unknown_links, clean_copy, signed_elsewhere, key_of_a_person_ends,
]
LONG = [every_width_and_language]
