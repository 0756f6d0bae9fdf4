"""Times the service beside pygeoapi and tipg, and its tile files beside freestiler and tylertoo.

    compare.py CITY WORK [--seconds N] [--only WORDS]

See README.md beside this.
"""

import argparse
import pathlib

from load import wrk, each_once, seconds_of, tiles_at
from servers import Servers
from tile_files import tile_files

box = (120.0, 26.8, 120.2, 26.95)


def row(name, *cells):
    def shown(cell):
        if cell is None:
            return ""
        return cell if isinstance(cell, str) else f"{cell:.3g}" if cell < 100 else f"{cell:,.0f}"
    print("| " + " | ".join([name, *map(shown, cells)]) + " |", flush=True)


def ratio(ours, peer):
    return f"{ours / peer:.1f}" if ours and peer else None


def items(servers, seconds):
    """Questions a second for a thousand features of a box: new each time, then the same again."""
    print("\n| items?limit=1000, bbox, c=8 | ours | pygeoapi | ratio | tipg | ratio |\n| --- | --- | --- | --- | --- | --- |")
    for layer in ("incidents", "grids"):
        for jitter, name in ((1e-3, "never asked before"), (0, "asked before")):
            found = {}
            for server in ("ours", "pygeoapi", "tipg"):
                base = servers.start(server)
                if base is None:
                    found[server] = None
                    continue
                collection = f"public.{layer}" if server == "tipg" else layer
                form = "&f=json" if server == "pygeoapi" else ""
                path = f"/collections/{collection}/items?limit=1000{form}&bbox=%.7f,%.7f,%.7f,%.7f"
                # Once before: what is timed is the question, not the first look at the file.
                seconds_of(base, path % box)
                found[server] = wrk(base, path, box, jitter, seconds, headers={"Accept": "application/geo+json"})
                servers.stop(server)
            rates = {s: f and f["rate"] for s, f in found.items()}
            row(f"{layer}, {name}", rates["ours"], rates["pygeoapi"], ratio(rates["ours"], rates["pygeoapi"]),
                rates["tipg"], ratio(rates["ours"], rates["tipg"]))
            faults = {s: f["faults"] for s, f in found.items() if f and f["faults"]}
            if faults:
                print(f"faults: {faults}")


def tiles(servers, seconds):
    print("\n| tiles | ours | tipg | ratio |\n| --- | --- | --- | --- |")
    for layer in ("incidents", "grids"):
        paths = tiles_at(12)
        rates = []
        for _ in range(3):
            base = servers.start("ours")
            each_once(base, [f"/collections/{layer}/tiles/WebMercatorQuad/14/6925/13653"], 1)
            rates.append(each_once(base, [f"/collections/{layer}/tiles/WebMercatorQuad/{z}/{y}/{x}" for z, x, y in paths], 8))
            servers.stop("ours")
        ours = sorted(rates)[1]
        peer = None
        base = servers.start("tipg")
        if base:
            each_once(base, [f"/collections/public.{layer}/tiles/WebMercatorQuad/14/13653/6925"], 1)
            peer = each_once(base, [f"/collections/public.{layer}/tiles/WebMercatorQuad/{z}/{x}/{y}" for z, x, y in paths], 8)
            servers.stop("tipg")
        row(f"{layer}, z12, each once, c=8, tiles/s", ours, peer, ratio(ours, peer))
    base = servers.start("ours")
    first = seconds_of(base, "/collections/incidents/tiles/WebMercatorQuad/8/108/213") * 1000
    row("incidents z8, the first question of all, ms", first, None, None)
    for zoom, tile in (("z8", "8/107/213"), ("z10", "10/433/853"), ("z10 beside it", "10/432/853")):
        row(f"incidents {zoom}, first, ms", seconds_of(base, f"/collections/incidents/tiles/WebMercatorQuad/{tile}") * 1000, None, None)
    row("of a week, z10, first, ms", seconds_of(
        base, "/collections/incidents/tiles/WebMercatorQuad/10/433/853?datetime=2026-05-04/2026-05-10") * 1000, None, None)
    cached = wrk(base, "/collections/incidents/tiles/WebMercatorQuad/12/1731/3413", None, 0, seconds,
                 headers={"Accept-Encoding": "gzip"}, connections=16)
    row("asked before, c=16, tiles/s", cached["rate"], None, None)
    tag = wrk(base, "/collections/incidents/tiles/WebMercatorQuad/12/1731/3413", None, 0, seconds,
              headers={"If-None-Match": "*", "Accept-Encoding": "gzip"}, connections=16)
    row("asked before, not changed (304), c=16, tiles/s", tag["rate"], None, None)
    servers.stop("ours")


def pages(servers):
    print("\n| page of 1,000 incidents, ms | ours | pygeoapi | tipg |\n| --- | --- | --- | --- |")
    found = {}
    for server in ("ours", "pygeoapi", "tipg"):
        base = servers.start(server)
        if base is None:
            found[server] = (None, None)
            continue
        collection = "public.incidents" if server == "tipg" else "incidents"
        skip = "after" if server == "ours" else "offset"
        form = "&f=json" if server == "pygeoapi" else ""
        times = []
        for start in (0, 900_000):
            # Each a little other, so that none was kept.
            times.append(min(seconds_of(
                base, f"/collections/{collection}/items?limit={1000 - i}{form}&{skip}={start}") for i in range(5)) * 1000)
        found[server] = times
        servers.stop(server)
    for i, name in enumerate(("first", "from row 900,000")):
        row(name, *(found[s][i] for s in ("ours", "pygeoapi", "tipg")))


def mixed(servers, seconds):
    print("\n| mixed questions, c=50 | a second | p50 ms | p99 ms | faults |\n| --- | --- | --- | --- | --- |")
    with servers.a_copy():
        answer_mixed(servers, seconds)


def answer_mixed(servers, seconds):
    base = servers.start("ours")
    # The layers are read once; how long that takes is told above.
    each_once(base, [f"/collections/{layer}/tiles/WebMercatorQuad/14/6925/13653" for layer in ("incidents", "grids")], 1)
    for name, delay in (("as many as it takes", 0), ("about 1,000 a second", 48)):
        found = wrk(base, None, box, 0, seconds, headers={"Accept-Encoding": "gzip"}, connections=50, delay=delay)
        row(name, found["rate"], found["p50"], found["p99"], str(found["faults"]))
    with servers.importing():
        found = wrk(base, None, box, 0, seconds, headers={"Accept-Encoding": "gzip"}, connections=50, delay=48)
    row("the same during an import", found["rate"], found["p50"], found["p99"], str(found["faults"]))
    print(f"\nmemory of the service: {servers.memory('ours')}")
    servers.stop("ours")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("city", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--only", default="items tiles pages mixed files")
    arguments = parser.parse_args()
    chosen = arguments.only.split()
    servers = Servers(arguments.city.resolve(), arguments.work.resolve())
    try:
        if "items" in chosen:
            items(servers, arguments.seconds)
        if "tiles" in chosen:
            tiles(servers, arguments.seconds)
        if "pages" in chosen:
            pages(servers)
        if "mixed" in chosen:
            mixed(servers, arguments.seconds)
        if "files" in chosen:
            tile_files(servers, row)
    finally:
        servers.end()


main()
