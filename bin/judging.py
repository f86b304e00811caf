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


def accepted():
    """The ordinary contracts of the corpus."""
    with open(corpus / "MANIFEST.tsv", newline="") as manifest:
        return [row["file"] for row in csv.DictReader(manifest, delimiter="\t") if row["expected"] == "accept"]


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


def findings(source, result, products, signers=2):
    """What is wrong with a sealed contract and its certificate, as words; empty when every judge agrees."""
    sealed, certificate, anchors = result / "contract-signed.pdf", result / "certificate.pdf", result / "trust-anchors.pem"
    if not sealed.exists() or not certificate.exists():
        return ["not sealed"]
    wrong = []
    if not sealed.read_bytes().startswith(source.read_bytes()):
        wrong.append("first bytes differ from the input")
    for pdf, expected in ((sealed, signers), (certificate, 1)):
        data = pdf.read_bytes()
        if data[data.rfind(b"%%EOF") + 5 :].strip(b" \t\r\n"):
            wrong.append(f"{pdf.name}: bytes after the last %%EOF")
        run = judged(pdf, anchors)
        if run.returncode == 2:
            wrong.append(f"{pdf.name}: judge cannot read it: {run.stdout[-300:]}{run.stderr[-300:]}")
            continue
        verdict = json.loads(run.stdout)
        signatures = [item for item in verdict["signatures"] if item["kind"] == "signature"]
        if run.returncode or not verdict["all_good"]:
            wrong.append(f"{pdf.name}: judge says {[{k: v for k, v in i.items() if k != 'level_notes'} for i in verdict['signatures']]}")
        if len(signatures) != expected:
            wrong.append(f"{pdf.name}: {len(signatures)} signatures")
        for item in verdict["signatures"]:
            if not (item.get("intact") and item.get("valid") and item.get("trusted")):
                wrong.append(f"{pdf.name}: {item['field']} intact {item.get('intact')}, valid {item.get('valid')}, trusted {item.get('trusted')}")
            if item.get("modification") not in ("NONE", "LTA_UPDATES", "FORM_FILLING"):
                wrong.append(f"{pdf.name}: {item['field']} modification {item.get('modification')}")
        # pdfsig does not verify document timestamps: those it leaves open.
        if verdict["pdfsig"].count("Signature is Valid.") != expected or any(
            line not in ("Signature is Valid.", "Signature has not yet been verified.") for line in verdict["pdfsig"]):
            wrong.append(f"{pdf.name}: pdfsig {verdict['pdfsig']}")
        run = subprocess.run(
            [products / "chigiri", "verify", pdf, "--trust", anchors, "--offline", "--json"], capture_output=True, text=True)
        if run.returncode:
            wrong.append(f"{pdf.name}: chigiri verify exit {run.returncode}: {run.stdout[:300]}")
    return wrong
