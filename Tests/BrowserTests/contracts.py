"""The contracts that the tests send: an ordinary one, a long one, one with names in rare kanji, one with JavaScript."""

import pathlib

from playwright.sync_api import Browser

# Rare kanji as registers write them: 髙, 﨑, a character outside the first plane, and a variant chosen by a selector.
RARE_NAMES = ["髙橋 𠮷子", "﨑山 葛\U000e0100太"]

STYLE = """
@page { size: A4; margin: 25mm 22mm }
body { font: 11pt/1.9 "IPAexMincho", "IPAmjMincho", serif }
h1 { font-size: 16pt; text-align: center; margin-bottom: 12mm }
section { break-after: page } section:last-child { break-after: auto }
"""

CLAUSES = """
<p>北浜工業株式会社（以下「甲」という。）と{name}（以下「乙」という。）とは、次のとおり業務委託契約を締結する。</p>
<p>第1条　甲は乙に対し、別紙の業務を委託し、乙はこれを受託する。</p>
<p>第2条　甲は乙に対し、委託料として月額 １２０，０００円（消費税別）を支払う。</p>
<p>第3条　乙は、業務上知り得た秘密を第三者に漏らしてはならない。</p>
<p>第4条　本契約の成立を証するため、本書の電磁的記録を作成し、甲乙が電子署名を付す。</p>
"""


def make_contracts(browser: Browser, folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """Writes every contract and names its file."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind, title, name, pages in [
        ("ordinary", "業務委託契約書", "今井 由衣", 3),
        ("declined", "秘密保持契約書", "今井 由衣", 1),
        ("rare", "顧問契約書", RARE_NAMES[0] + "・" + RARE_NAMES[1], 2),
        ("long", "基本取引契約書", "今井 由衣", 300),
    ]:
        files[kind] = folder / f"{title}.pdf"
        files[kind].write_bytes(printed(browser, title, name, pages))
    files["javascript"] = folder / "開くと動く契約書.pdf"
    files["javascript"].write_bytes(with_javascript())
    return files


def printed(browser: Browser, title: str, name: str, pages: int) -> bytes:
    page = browser.new_page()
    sections = "".join(
        f"<section><h1>{title}{'' if number == 0 else f'（別紙{number}）'}</h1>{CLAUSES.format(name=name)}</section>"
        for number in range(pages)
    )
    page.set_content(f"<!doctype html><html lang=ja><title>{title}</title><style>{STYLE}</style>{sections}</html>")
    data = page.pdf(prefer_css_page_size=True, tagged=False)
    page.close()
    return data


def with_javascript() -> bytes:
    """A page whose catalog runs JavaScript when it is opened."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('paid'\\);)>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>",
        b"<</Length 0>>stream\n\nendstream",
    ]
    file, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        file += b"%010d 00000 n \n" % offset
    file += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(file)
