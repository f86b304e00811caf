"""How a sealed contract is judged by software that is not ours; for the sweeps beside this file."""
import csv, json, os, pathlib, subprocess

root = pathlib.Path(__file__).resolve().parent.parent
corpus = pathlib.Path(os.environ.get("CHIGIRI_CORPUS", root / "../shared/corpus")).resolve()
tools = corpus.parent / "tools"
home = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "chigiri-judge"


def are_here():
    return (corpus / "MANIFEST.tsv").exists() and (tools / "judge.py").exists()


def listed(file):
    """The file names in a list, one a line."""
    return [line.strip() for line in file.read_text().splitlines() if line.strip() and not line.startswith("#")]


def rows(*expected):
    """The rows of the corpus of which one of these is expected."""
    with open(corpus / "MANIFEST.tsv", newline="") as manifest:
        return [row for row in csv.DictReader(manifest, delimiter="\t") if row["expected"] in expected]


def accepted():
    """The ordinary contracts of the corpus."""
    return [row["file"] for row in rows("accept")]


def signed_fields(pdf):
    """The fields of a file that somebody has signed, as pyHanko reads them; none where it cannot."""
    program = "import sys; from pyhanko.pdf_utils.reader import PdfFileReader\n" \
        "print('\\n'.join(s.field_name for s in PdfFileReader(open(sys.argv[1], 'rb')).embedded_signatures))"
    run = subprocess.run([home / "bin/python", "-c", program, pdf], capture_output=True, text=True)
    return set(run.stdout.split()) if run.returncode == 0 else set()


def disputed(source):
    """Whether pyHanko is known to say OTHER of an earlier signature of this file; docs/decisions/0039."""
    return any("pyHanko wrongly complains" in row["reason"] for row in rows("co-sign") if corpus / row["file"] == source)


def prepare():
    if not (home / "bin/python").exists():
        subprocess.run([tools / "setup.sh", home], check=True)


def judged(pdf, anchors):
    """judge.py on one file, with room for the long outlines that it walks recursively."""
    program = "import runpy, sys, threading\n" \
        "sys.setrecursionlimit(200_000); threading.stack_size(1 << 30)\n" \
        "code = []\n" \
        "def judge():\n" \
        "    try: runpy.run_path(sys.argv[0], run_name='__main__')\n" \
        "    except SystemExit as end: code.append(end.code)\n" \
        f"sys.argv = [{str(tools / 'judge.py')!r}] + sys.argv[1:]\n" \
        "thread = threading.Thread(target=judge); thread.start(); thread.join(); sys.exit(code[0] if code else 2)"
    return subprocess.run(
        [home / "bin/python", "-c", program, pdf, "--trust", anchors, "--expect-level", "B-LTA", "--pdfsig"],
        capture_output=True, text=True)


def findings(source, result, products, signers=2, renewals=0):
    """What is wrong with a sealed contract and its certificate, as words; empty when every judge agrees."""
    sealed, certificate, anchors = result / "contract-signed.pdf", result / "certificate.pdf", result / "trust-anchors.pem"
    if not sealed.exists() or not certificate.exists():
        return ["not sealed"]
    wrong = []
    clean = result / "contract-clean.pdf"
    # What others signed before has to be whole; whether they can be trusted is not ours to say.
    earlier = set() if clean.exists() else signed_fields(source)
    if not sealed.read_bytes().startswith((clean if clean.exists() else source).read_bytes()):
        wrong.append("first bytes differ from the input")
    for pdf, expected in ((sealed, signers + len(earlier)), (certificate, 1)):
        others = earlier if pdf == sealed else set()
        data = pdf.read_bytes()
        if data[data.rfind(b"%%EOF") + 5 :].strip(b" \t\r\n"):
            wrong.append(f"{pdf.name}: bytes after the last %%EOF")
        run = judged(pdf, anchors)
        if run.returncode == 2:
            wrong.append(f"{pdf.name}: judge cannot read it: {run.stdout[-300:]}{run.stderr[-300:]}")
            continue
        verdict = json.loads(run.stdout)
        signatures = [item for item in verdict["signatures"] if item["kind"] == "signature"]
        ours = [item for item in verdict["signatures"] if item["field"] not in others]
        if not all(item["good"] for item in ours) or (run.returncode and not others):
            wrong.append(f"{pdf.name}: judge says {[{k: v for k, v in i.items() if k != 'level_notes'} for i in verdict['signatures']]}")
        if len(signatures) != expected:
            wrong.append(f"{pdf.name}: {len(signatures)} signatures")
        stamps = sum(item["kind"] == "doc-timestamp" for item in ours)
        if stamps != 1 + renewals:
            wrong.append(f"{pdf.name}: {stamps} document timestamps, {renewals} renewals")
        for item in verdict["signatures"]:
            if not (item.get("intact") and item.get("valid") and (item.get("trusted") or item["field"] in others)):
                wrong.append(f"{pdf.name}: {item['field']} intact {item.get('intact')}, valid {item.get('valid')}, trusted {item.get('trusted')}")
            allowed = ("NONE", "LTA_UPDATES", "FORM_FILLING") + (("OTHER",) if item["field"] in others and disputed(source) else ())
            if item.get("modification") not in allowed:
                wrong.append(f"{pdf.name}: {item['field']} modification {item.get('modification')}")
        # pdfsig does not verify document timestamps: those it leaves open.
        if verdict["pdfsig"].count("Signature is Valid.") != expected or any(
            line not in ("Signature is Valid.", "Signature has not yet been verified.") for line in verdict["pdfsig"]):
            wrong.append(f"{pdf.name}: pdfsig {verdict['pdfsig']}")
        run = subprocess.run(
            [products / "chigiri", "verify", pdf, "--trust", anchors, "--offline", "--json"], capture_output=True, text=True)
        if not verified(run, others):
            wrong.append(f"{pdf.name}: chigiri verify exit {run.returncode}: {run.stdout[:300]}")
    return wrong


def verified(run, others):
    """Whether `chigiri verify` passes everything of ours, and finds what others signed whole."""
    if not others:
        return run.returncode == 0
    if run.returncode not in (0, 2):
        return False
    report = json.loads(run.stdout)
    return not report["changesAfterSigning"] and all(
        item["integrity"] if item["field"] in others else item["conclusion"] == "TOTAL_PASSED" for item in report["signatures"])
