"""Runs one figure in a process of its own and watches what it holds in memory."""
import json, subprocess, threading, time


def held(pid):
    """RssAnon + RssShmem of a process in MB: what it holds beside mapped files; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            return sum(int(line.split()[1]) for line in status if line.startswith(("RssAnon:", "RssShmem:"))) * 1024 / 1e6
    except OSError:
        return 0


def figure(command):
    """The JSON line that a command prints, with the most memory it held, looked at every two milliseconds."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    peak, done = [0], threading.Event()

    def watch():
        while not done.is_set():
            peak[0] = max(peak[0], held(process.pid))
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output = process.communicate()[0]
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(map(str, command))} ended with {process.returncode}")
    return {**json.loads(output.strip().splitlines()[-1]), "held": peak[0]}


def cold(command):
    """Milliseconds from starting a command to its end."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1e3
