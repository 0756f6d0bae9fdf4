"""Lets schemathesis ask a service whatever its own definition allows and forbids.

    try_definition.py OUTDIR [--all] [--examples N]

Of the collections a few of each kind, and no computing, which takes minutes; with --all everything.
No answer may be a fault of the service (5xx), none may differ from what the definition says, nothing valid may be refused.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "shared"))

from service import serving  # noqa: E402

chosen = ["grids", "incidents", "hotspots", "safety_index_contributions", "storms", "data_quality"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--examples", type=int, default=8)
    arguments = parser.parse_args()
    with serving(arguments.out.resolve() / "xiapu/xiapu.sqlite") as (base, _), \
            tempfile.TemporaryDirectory() as folder:
        with urllib.request.urlopen(f"{base}/api") as answer:
            definition = json.load(answer)
        if not arguments.all:
            definition["paths"] = {
                path: what for path, what in definition["paths"].items()
                if (not path.startswith("/collections/") or path.split("/")[2] in chosen)
                and not path.endswith("/execution")}
        file = pathlib.Path(folder) / "definition.json"
        file.write_text(json.dumps(definition))
        done = subprocess.run(
            [pathlib.Path(sys.executable).with_name("st"), "--config-file", str(here / "hooks/schemathesis.toml"), "run", str(file), "--url", base,
             "--phases", "examples,coverage,fuzzing", "--max-examples", str(arguments.examples),
             # A whole scan takes its time.
             *(["--request-timeout", "120"] if arguments.all else []), "--generation-deterministic", "--suppress-health-check", "all"],
            cwd=folder, capture_output=True, text=True,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "words", "PYTHONPATH": str(here / "hooks"),
                 "ANLAN_BASE": base, "NO_COLOR": "1"})
    lines = done.stdout.splitlines()
    if done.returncode:
        print("\n".join(line[:600] for line in lines if line.strip()), done.stderr, sep="\n")
    else:
        start = next((i for i, line in enumerate(lines) if "SUMMARY" in line), 0)
        print("\n".join(line for line in lines[start:] if line.strip()))
    sys.exit(done.returncode)


main()
