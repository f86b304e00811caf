#!/usr/bin/env python3
"""Sets Chigiri's figures beside pyHanko's and pdfsig's: the same contracts, keys and test PKI, by turns.

    compare.py --kit FOLDER [--smoke] [--rounds N] [--only WORD] PRODUCTS

Prints a table, then the goals; ends with 1 when one is missed. With --smoke: 100 kB, one round, no goals.
"""
import argparse, collections, os, pathlib, socket, statistics, subprocess, sys, tempfile, time
from processes import cold, figure

options = argparse.ArgumentParser()
options.add_argument("--kit", required=True, type=pathlib.Path)
options.add_argument("--smoke", action="store_true")
options.add_argument("--rounds", type=int, default=3)
options.add_argument("--only", default="", help="only the rows whose name has this word")
options.add_argument("products", type=pathlib.Path)
options = options.parse_args()

kit, rounds = options.kit, 1 if options.smoke else options.rounds
python, ours = kit / ".venv/bin/python", options.products / "signatures-bench"
folder = tempfile.TemporaryDirectory(prefix="chigiri-bench-")
scratch = pathlib.Path(folder.name)
counts = {"100k": 3 if options.smoke else 40, "10m": 10, "100m": 3}
sizes = ["100k"] if options.smoke else ["100k", "10m", "100m"]
keys = ["p256"] if options.smoke else ["p256", "rsa3072"]
rows = collections.OrderedDict()


def merge(name, who, taken):
    """Keeps the best of the rounds of each figure; the median of their medians."""
    row = rows.setdefault(name, {}).setdefault(who, collections.defaultdict(list))
    for key in ("best", "median", "cpu", "held"):
        if key in taken: row[key].append(taken[key])


def best(name, who, key="best"):
    values = rows.get(name, {}).get(who, {}).get(key)
    if not values: return None
    return statistics.median(values) if key == "median" else max(values) if key == "held" else min(values)


def sign(size, key, level, path, output, more=()):
    return [ours, "sign", "--kit", kit, "--size", size, "--key", key, "--level", level, "--path", path, "--out", output,
            "--n", counts[size], *more]


def signing(size, key, level):
    name, output = f"sign {level} {size} {key}", scratch / "out.pdf"
    if options.only not in name: return
    for _ in range(rounds):
        merge(name, "PAdES", figure(sign(size, key, level, "pades", output)))
        merge(name, "pyHanko", figure([python, kit / "pyhanko_sign.py", "--size", size, "--key", key, "--level", level,
                                       "--tuned", "--n", counts[size], "--keep", output]))
        merge(name, "judged", figure(sign(size, key, level, "judged", output)))
        merge(name, "limit", figure([ours, "limit", "--kit", kit, "--size", size, "--key", key, "--level", level,
                                     "--out", output, "--n", counts[size]]))


def fresh(size, signers=1):
    """A file at B-LTA that passes for good."""
    file = scratch / f"{size}-{signers}.pdf"
    if not file.exists():
        figure(sign(size, "p256", "B-LTA", "fresh", file, ["--signers", signers])[:-4] + ["--signers", signers, "--n", 1])
    return file


def pdfsig(file):
    """pdfsig has no warm mode: whole runs, its start included; it looks at the digest and nothing else."""
    times = [cold(["pdfsig", "-nocert", file]) for _ in range(3)]
    return {"best": min(times), "median": statistics.median(times)}


def validating(size):
    name = f"validate B-LTA {size}"
    if options.only not in name: return
    file = fresh(size)
    for _ in range(rounds):
        merge(name, "PAdES", figure([ours, "validate", "--kit", kit, "--file", file, "--n", counts[size]]))
        for mode, who in (("lta", "pyHanko"), ("ltv", "pyHanko ltv")):
            merge(name, who, figure([python, kit / "pyhanko_validate.py", "--mode", mode, "--file", file,
                                     "--n", counts[size]]))
        merge(name, "pdfsig", pdfsig(file))


def starting():
    """From nothing to a verdict: a process of each side, started for one file."""
    name = "cold verify 100k"
    if options.only not in name: return
    file, root = fresh("100k"), kit / "pki/certs/root.cert.pem"
    verifier = options.products / "chigiri-verify"
    ours_once = [ours, "verify", "--kit", kit, "--file", file]
    for _ in range(rounds):
        for who, command in (
            ("PAdES", [verifier, file, "--trust", root] if verifier.exists() else ours_once),
            ("pyHanko", [python, pathlib.Path(__file__).parent / "pyhanko_once.py", root, file]),
            ("pdfsig", ["pdfsig", "-nocert", file]),
        ):
            times = [cold(command) for _ in range(3)]
            merge(name, who, {"best": min(times), "median": statistics.median(times)})


def many(size, signers):
    name = f"validate {signers} signatures {size}"
    if options.only not in name: return
    for _ in range(rounds):
        for count, who in ((signers, "PAdES"), (1, "one signature")):
            merge(name, who, figure([ours, "validate", "--kit", kit, "--file", fresh(size, count), "--n", counts[size]]))


def table():
    line = "{:34} {:14} {:>10} {:>10} {:>10} {:>8} {:>10} {:>10}".format
    print(line("", "", "best ms", "median ms", "CPU ms", "MB held", "best 1/", "CPU 1/"))
    for name, sides in rows.items():
        for who in sides:
            other = {"PAdES": "pyHanko", "judged": "pyHanko"}.get(who)
            figures = [best(name, who, key) for key in ("best", "median", "cpu", "held")]
            cells = [f"{value:.1f}" if value is not None else "-" for value in figures]
            for key in ("best", "cpu"):
                theirs, mine = best(name, other, key) if other else None, best(name, who, key)
                cells.append(f"{theirs / mine:.1f}" if theirs and mine else "-")
            print(line(name, who, *cells))


def goals():
    """Each goal as (what, measured ratio, at most)."""
    def ratio(name, key="best", ours="PAdES", theirs="pyHanko"):
        mine, other = best(name, ours, key), best(name, theirs, key)
        return mine / other if mine and other else None

    most = max((best(name, who, "held") or 0 for name in rows if "100m" in name for who in ("PAdES", "judged")), default=0)
    return [
        ("B-B 100 kB / pyHanko", ratio("sign B-B 100k p256"), 1 / 10),
        ("B-LTA 100 kB CPU / pyHanko", ratio("sign B-LTA 100k p256", "cpu"), 1 / 12),
        ("B-B 10 MB / pyHanko", ratio("sign B-B 10m p256"), 1 / 3.5),
        ("B-LTA 100 MB / pyHanko", ratio("sign B-LTA 100m p256"), 1 / 2.4),
        ("B-LTA 100 MB / limit", ratio("sign B-LTA 100m p256", theirs="limit"), 1.5),
        ("validate B-LTA 100 kB / pyHanko", ratio("validate B-LTA 100k"), 1 / 9),
        ("validate B-LTA 100 MB / pyHanko", ratio("validate B-LTA 100m"), 1 / 2.6),
        ("MB held at 100 MB", most or None, 60),
        ("cold verify 100 kB / pyHanko", ratio("cold verify 100k"), 1 / 15),
        ("50 signatures / one, 100 MB", ratio("validate 50 signatures 100m", theirs="one signature"), 3),
    ]


def judge():
    missed = 0
    for what, measured, most in goals():
        if measured is None: continue
        met = measured <= most
        missed += not met
        print(f"goal {'met   ' if met else 'MISSED'} {what}: {measured:.3f}, at most {most:.3f}")
    return missed


def serve():
    """The test PKI on port 9000, which its certificates name."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 9000)) == 0:
            sys.exit("bench: port 9000 is taken; the certificates of the kit name it: stop what listens there")
    server = subprocess.Popen([str(python), str(kit / "serve_pki.py"), "9000"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", 9000)) == 0: return server
        time.sleep(0.1)
    server.kill()
    sys.exit("bench: the test PKI did not start within 20 s; run serve_pki.py of the kit by hand to see why")


server = serve()
try:
    for size in sizes:
        for level in ("B-B", "B-T", "B-LTA"):
            for key in keys: signing(size, key, level)
    for size in sizes: validating(size)
    starting()
    if not options.smoke: many("100m", 50)
finally:
    server.terminate()
    server.wait()
table()
print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, best of {rounds} rounds")
sys.exit(1 if not options.smoke and judge() else 0)
