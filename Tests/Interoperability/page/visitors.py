"""The page for those who come with a key: what each may see and do."""

import json
import pathlib
import shutil
import subprocess
import tempfile

from browser import Browser
from service import Skip, program, root, serving


def made_key(store, *options):
    done = subprocess.run(
        [program, "key", "create", "--store", str(store), "--home", str(root), "--quiet", *options],
        capture_output=True, text=True, check=False)
    if done.returncode:
        raise Skip(f"no keys here: {done.stderr.strip().splitlines()[:1]}")
    return done.stdout.split()[0]


def visitors(store, pictures):
    """A viewer gets published layers without points; an analyst of a town that town."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "xiapu.sqlite"
        shutil.copy(store, copy)
        viewer = made_key(copy, "--role", "viewer")
        town = made_key(copy, "--role", "analyst", "--area", "350921106")
        home = ["--store", str(copy), "--home", str(root), "--quiet"]
        listed = subprocess.run([program, "runs", "list", "--json", *home], capture_output=True, text=True, check=True)
        hot = next(r for r in json.loads(listed.stdout) if r["kind"] == "hotspots")
        subprocess.run([program, "runs", "publish", hot["id"], *home], check=True, capture_output=True)
        found = []
        with serving(copy, "--keys") as (base, _):
            for key, look in ((None, nobody), (viewer, a_viewer), (town, an_analyst_of_a_town)):
                b = Browser(folder)
                try:
                    if key:
                        # As a browser has it that was asked for a name and a password: for its workers too.
                        b.driver.get(base.replace("//", f"//key:{key}@") + "/collections?f=json")
                    found.append(look(b, base, pictures))
                finally:
                    b.close()
    return "; ".join(found)


def nobody(b, base, _):
    b.driver.get(f"{base}/")
    assert "401" in b.js("return document.body.innerText") or not b.all("#map"), "the page opens without a key"
    return "no key, no page"


def a_viewer(b, base, pictures):
    b.open(f"{base}/#language=en&at=9.30/26.76/120.08")
    layers = {v for v, _ in b.options("layer")}
    assert "hotspots" in layers and not layers & {"incidents", "by_grid", "cameras", "eligibility"}, layers
    b.press("#hotspots")
    refusals = ("Your key does not allow this", "This service does not compute on demand")
    b.until(lambda: b.text("note") in refusals, 10, "the refusal")
    b.picture(pictures / "viewer.png")
    return f"a viewer has {len(layers)} layers"


def an_analyst_of_a_town(b, base, pictures):
    b.open(f"{base}/#language=zh&layer=hotspots&at=9.30/26.76/120.08")
    codes = [code for _, code in b.list()]
    assert codes and all(code.startswith("350921106") for code in codes), codes
    b.picture(pictures / "town.png")
    return f"an analyst of a town has {len(codes)} of its grids listed"
