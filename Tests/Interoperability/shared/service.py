"""Starts the program's service over a store, for as long as a `with` lasts."""

import contextlib
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[3]
program = os.environ.get("ANLAN_PROGRAM", str(root / ".build/release/anlan"))


@contextlib.contextmanager
def serving(store, *options):
    """Hands over the address, without a slash at its end, and the process."""
    with tempfile.TemporaryFile() as says:
        server = subprocess.Popen(
            [program, "serve", "--home", str(root), "--store", str(store), "--port", "0", *options],
            stderr=says, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while True:
                says.seek(0)
                text = says.read().decode("utf-8", "replace")
                found = re.search(r"^(https?://\S+?)/$", text, re.MULTILINE)
                if found:
                    break
                if server.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"the service did not start: {text}")
                time.sleep(0.1)
            yield found[1], server
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGTERM)
                try:
                    server.wait(20)
                except subprocess.TimeoutExpired:
                    server.kill()
                    raise SystemExit("the service did not end within 20 s of SIGTERM") from None


class Trials:
    """Counts what went well, and says what did not."""

    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, 0

    def run(self, name, trial):
        try:
            found = trial()
        except Skip as reason:
            self.skipped += 1
            print(f"skip {name}: {reason}", flush=True)
        except Exception as fault:  # noqa: BLE001 - each trial stands for itself
            self.failed += 1
            print(f"FAIL {name}: {type(fault).__name__}: {fault}", flush=True)
        else:
            self.passed += 1
            print(f"ok   {name}" + (f": {found}" if found else ""), flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        return 1 if self.failed or not self.passed else 0


class Skip(Exception):
    """The service does not offer what the trial needs."""
