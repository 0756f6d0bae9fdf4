"""One place in four forms, held against GDAL, against the program's own import, and by hand."""

import csv
import io
import math
import pathlib
import random
import re
import subprocess
import tempfile

from service import program, root


def transformed(points, target):
    """Longitudes and latitudes of CGCS2000 as metres east and north, by GDAL."""
    text = "".join(f"{lon!r} {lat!r}\n" for lon, lat in points)
    done = subprocess.run(
        ["gdaltransform", "-s_srs", "EPSG:4490", "-t_srs", f"EPSG:{target}"],
        input=text, capture_output=True, text=True, check=True)
    return [tuple(map(float, line.split()[:2])) for line in done.stdout.splitlines()]


def back_from_gcj02(points):
    """GCJ-02 as the program's import reads it: undone by code in another language than the page's."""
    with tempfile.TemporaryDirectory() as folder:
        store = pathlib.Path(folder) / "places.sqlite"
        file = pathlib.Path(folder) / "places.csv"
        rows = [f"p{i},places,theft,2026-07-20 08:00:00,{lon!r},{lat!r}" for i, (lon, lat) in enumerate(points)]
        file.write_text("id,source,category,time,lon,lat\n" + "\n".join(rows) + "\n")
        home = ["--home", str(root), "--quiet"]
        subprocess.run([program, "init", "--store", store, "--crs", "EPSG:4549", *home], check=True)
        subprocess.run([program, "import", "incidents", file, "--store", store, "--crs", "GCJ-02", *home],
                       check=True, capture_output=True)
        out = pathlib.Path(folder) / "back.csv"
        subprocess.run([program, "export", "incidents", "--store", store, "--to", out, *home], check=True)
        back = {r["id"]: (float(r["lon"]), float(r["lat"]))
                for r in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
        return [back[f"p{i}"] for i in range(len(points))]


def degrees(text):
    d, m, s, sign = re.fullmatch(r"(\d+)°(\d\d)′([\d.]+)″([NSEW])", text).groups()
    value = int(d) + int(m) / 60 + float(s) / 3600
    return -value if sign in "SW" else value


def coordinates(planner):
    """What is copied of a click, and the arithmetic behind it over all zones."""
    b = planner.browser
    b.open(f"{planner.base}/#language=zh&layer=grids&at=12.00/26.90/120.02")
    b.click_map(0.6, 0.4)
    b.story()
    copied = {}
    for button in b.all("#coordinates .copy"):
        form = button.get_attribute("data-form")
        b.press(f'#coordinates .copy[data-form="{form}"]')
        shown = b.js("return arguments[0].parentElement.querySelector('code').textContent", button)
        b.until(lambda: b.clipboard() == shown, 5, f"{form} on the clipboard")
        copied[form] = shown
    assert list(copied) == ["WGS 84", "CGCS2000", "GCJ-02", "DMS"], copied
    planner.see("coordinates")
    lat, lon = map(float, copied["WGS 84"].split(", "))
    x, y = map(float, re.fullmatch(r"X ([\d.]+), Y ([\d.]+)", copied["CGCS2000"]).groups())
    # Six places of a degree are a tenth of a metre.
    east, north = transformed([(lon, lat)], 4549)[0]
    assert math.hypot(east - y, north - x) < 0.1, (copied, east, north)
    shift = [float(v) for v in copied["GCJ-02"].split(", ")]
    back = back_from_gcj02([(shift[1], shift[0])])[0]
    assert abs(back[0] - lon) < 2e-6 and abs(back[1] - lat) < 2e-6, (back, lon, lat)
    north_text, east_text = copied["DMS"].split(" ")
    assert abs(degrees(north_text) - lat) < 3e-6 and abs(degrees(east_text) - lon) < 3e-6, copied

    chance = random.Random(8)
    points = [(zone * 3 + chance.uniform(-1.5, 1.5), chance.uniform(3, 54)) for zone in range(25, 46) for _ in range(8)]
    # An import takes what lies in the area of its store's system alone.
    points += [(chance.uniform(118.6, 121.4), chance.uniform(24.6, 53)) for _ in range(60)]
    answers = b.driver.execute_async_script(
        "const [points, done] = arguments;"
        "import('/page/coordinates.js').then((m) => done(points.map(([lon, lat]) =>"
        " [m.cgcs2000(lon, lat), m.gcj02(lon, lat)])));", points)
    worst = 0
    for epsg in {a["epsg"] for a, _ in answers}:
        mine = [(p, a) for p, (a, _) in zip(points, answers) if a["epsg"] == epsg]
        for target in (epsg, mine[0][1]["epsgWithZone"]):
            for (_, a), (east, north) in zip(mine, transformed([p for p, _ in mine], target)):
                y = a["y"] if target == epsg else a["yWithZone"]
                worst = max(worst, math.hypot(north - a["x"], east - y))
    assert worst < 1e-4, worst
    moved = [(g["longitude"], g["latitude"]) for _, g in answers[-60:]]
    off = max(max(abs(a - c), abs(d - e)) for (a, d), (c, e) in zip(back_from_gcj02(moved), points[-60:]))
    assert off < 2e-7, off
    return f"{copied['CGCS2000']}; {len(points)} places within {worst * 1e6:.2f} µm of GDAL"
