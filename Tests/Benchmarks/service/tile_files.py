"""Tile files of the city: ours from the store, freestiler's and tylertoo's from files that they read."""

import json
import subprocess
import time

from servers import program, root

peer = """
import sys, time, json
kind, source, out = sys.argv[1:]
if kind == "freestiler":
    import geopandas, freestiler
    frame = geopandas.read_file(source)
    began = time.perf_counter()
    freestiler.freestile(frame, out, layer_name="layer", min_zoom=5, max_zoom=14, quiet=True,
                         **({"drop_rate": 2.5} if "incidents" in source else {}))
else:
    import tylertoo
    began = time.perf_counter()
    tylertoo.convert(source, out, min_zoom=5, max_zoom=14, layer_name="layer")
print(json.dumps(time.perf_counter() - began))
"""


def tile_files(servers, row):
    print("\n| tiles z5-14 into PMTiles, s | ours | freestiler | ratio | tylertoo | ratio |\n| --- | --- | --- | --- | --- | --- |")
    python = servers.peers / "bin/python"
    for layer in ("incidents", "grids"):
        out = servers.work / f"{layer}.pmtiles"
        times = []
        for _ in range(3):
            out.unlink(missing_ok=True)
            began = time.perf_counter()
            subprocess.run([program, "export", layer, "--store", str(servers.store), "--to", str(out), "--home", str(root), "--quiet"],
                           check=True, capture_output=True)
            times.append(time.perf_counter() - began)
        ours, others = min(times), {}
        package = servers.work / "incidents.gpkg" if layer == "incidents" else servers.city / "grids.gpkg"
        for kind in ("freestiler", "tylertoo"):
            source = package
            if kind == "tylertoo":
                # It reads GeoParquet; a geometry alone is not all that is in ours.
                source = servers.work / f"{layer}.parquet"
                if not source.exists():
                    subprocess.run([str(python), "-c", "import geopandas, sys; geopandas.read_file(sys.argv[1]).to_parquet(sys.argv[2])",
                                    str(package), str(source)], check=False, capture_output=True)
            times = []
            for _ in range(2):
                made = servers.work / f"{layer}-{kind}.pmtiles"
                made.unlink(missing_ok=True)
                done = subprocess.run([str(python), "-c", peer, kind, str(source), str(made)], capture_output=True, text=True, check=False)
                if done.returncode:
                    print(f"{kind}: {done.stderr.strip().splitlines()[-1:]}")
                    break
                times.append(json.loads(done.stdout.splitlines()[-1]))
            others[kind] = min(times) if times else None
        free, tyler = others["freestiler"], others["tylertoo"]
        row(layer, ours, free, f"{free / ours:.1f}" if free else None, tyler, f"{tyler / ours:.1f}" if tyler else None)
