"""One trial, from an empty folder: the authority, the service and the signer."""

import contextlib
import json
import pathlib
import random
import socket
import subprocess
import time
import urllib.request


class Instance:
    """Programs that run in a folder of their own; `url` is where browsers accept passkeys."""

    def __init__(self, products: pathlib.Path, folder: pathlib.Path) -> None:
        self.products, self.folder = products, folder
        self.children: list[subprocess.Popen] = []

    def start(self) -> None:
        """Makes the folder and starts the programs that were built before."""
        base = free_ports(4)
        self.authority = base + 2
        self.program("chigiri-trial", "init", "--data", str(self.folder), "--port-base", str(base)).wait()
        self.children.append(self.program("chigiri-trial", "authority", "--data", str(self.folder), "--port", str(base + 2)))
        self.children.append(self.program("chigiri", "up", "--data", str(self.folder)))
        self.wait_for_health()

    def start_as_people_do(self) -> None:
        """Types `bin/serve`, which also looks whether everything is built."""
        root = pathlib.Path(__file__).parents[2]
        base = free_ports(4)
        self.authority = base + 2
        self.children.append(self.run([str(root / "bin/serve"), "--data", str(self.folder), "--port", str(base)]))
        self.wait_for_health(minutes=40)

    @contextlib.contextmanager
    def timestamps_failing(self):
        """The time-stamping authority answers nothing, as long as this lasts."""
        self.fault("down")
        try:
            yield
        finally:
            self.fault("ok")

    @contextlib.contextmanager
    def documents_damaged(self):
        """One byte of every stored segment is another one, as long as this lasts."""
        segments = [file for file in (self.folder / "service/segments").rglob("*") if file.is_file()]
        whole = {file: (file.read_bytes(), file.stat().st_mode) for file in segments}
        for file, (data, mode) in whole.items():
            file.chmod(0o600)
            file.write_bytes(data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :])
        try:
            yield
        finally:
            for file, (data, mode) in whole.items():
                file.write_bytes(data)
                file.chmod(mode)

    def fault(self, mode: str) -> None:
        order = json.dumps({"service": "tsa", "mode": mode}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.authority}/trial/fault", order, {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=5).close()

    def stop(self) -> None:
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()

    @property
    def settings(self) -> dict:
        return json.loads((self.folder / "service/settings.json").read_text())

    @property
    def url(self) -> str:
        """The loopback address without TLS; its origin is one of those that the passkeys of the trial are for."""
        return next(origin for origin in self.settings["relyingParty"]["origins"] if origin.startswith("http://"))

    @property
    def setup_token(self) -> str:
        return (self.folder / "service/setup-token").read_text().strip()

    def program(self, name: str, *words: str) -> subprocess.Popen:
        return self.run([str(self.products / name), *words])

    def run(self, words: list[str]) -> subprocess.Popen:
        log = self.folder.parent / f"{self.folder.name}-{pathlib.Path(words[0]).name}-{len(self.children)}.log"
        return subprocess.Popen(words, stdout=log.open("w"), stderr=subprocess.STDOUT)

    def wait_for_health(self, minutes: float = 1) -> None:
        end = time.monotonic() + minutes * 60
        while time.monotonic() < end:
            for child in self.children:
                if child.poll() is not None:
                    raise SystemExit(f"{child.args[0]} has ended; see the logs beside {self.folder}")
            try:
                with urllib.request.urlopen(self.url + "/v1/health", timeout=2) as answer:
                    if json.load(answer)["status"] == "ok":
                        return
            except (OSError, ValueError, StopIteration):
                pass
            time.sleep(0.2)
        raise SystemExit(f"no answer; see the logs beside {self.folder}")


def free_ports(count: int) -> int:
    """The first of some ports in a row on 127.0.0.1 that nobody uses at this moment."""
    for _ in range(100):
        base = random.randrange(20000, 32000)
        held = []
        try:
            for port in range(base, base + count):
                held.append(socket.create_server(("127.0.0.1", port)))
            return base
        except OSError:
            continue
        finally:
            for listener in held:
                listener.close()
    raise SystemExit("no free ports")
