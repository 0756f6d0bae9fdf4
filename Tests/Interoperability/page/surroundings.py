"""The page on a phone, by the keyboard alone, and what it asks of other places."""

import contextlib
import http.server
import io
import pathlib
import ssl
import subprocess
import tempfile
import threading
import urllib.parse

from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import Browser
from service import serving


def phone(planner):
    """390 by 844 points: nothing sticks out, and a finger hits what there is to press."""
    b, f = planner.browser, planner.facts
    b.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
    try:
        b.open(f"{planner.base}/#language=zh&layer=by_grid&from=2026-07-20&to=2026-07-26&at=8.60/26.76/120.08")
        assert b.js("return document.documentElement.scrollWidth") <= 390
        covered = b.js("return document.getElementById('panel').getBoundingClientRect().height / innerHeight")
        assert covered < 0.2, f"the panel covers {covered:.0%} of the map"
        assert "各网格件数" in b.text("summary"), b.text("summary")
        planner.see("phone")
        b.press("#fold")
        small = b.js(
            "return [...document.querySelectorAll('#panel button, #panel select, #panel input, .actions a')]"
            ".filter((e) => e.offsetParent && !e.closest('#list')).map((e) => [e.id, e.getBoundingClientRect()])"
            ".filter(([, r]) => r.height < 40 || r.right > 390 || r.left < 0).map(([id]) => id)")
        assert not small, small
        b.js("document.getElementById('list').scrollIntoView()")
        planner.see("phone-list")
        worst = min(f.events("2026-07-20", "2026-07-26").items(), key=lambda p: (-p[1], p[0]))[0]
        assert b.list()[0][1] == worst
        b.press("#list button")
        assert f.name(worst) in b.story()
        wide = b.js("return document.getElementById('detail').getBoundingClientRect().width")
        assert wide <= 390 and b.js("return document.documentElement.scrollWidth") <= 390, wide
        b.rest()
        planner.see("phone-place")
        # Beside its name, between the two panels.
        image = b.picture()
        colours = [image.getpixel((image.width * x // 100, image.height * 28 // 100)) for x in (40, 50, 60)]
        wanted = f.fill("grid_counts", "3 to 5")
        assert any(max(abs(a - c) for a, c in zip(colour, wanted)) <= 12 for colour in colours), (colours, wanted)
    finally:
        b.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    return f"{covered:.0%} covered when folded"


def keyboard(planner):
    """By Tab one comes to everything in the order in which it stands, and sees where one is."""
    b = planner.browser
    b.open(f"{planner.base}/#language=zh&layer=by_grid&from=2026-07-20&to=2026-07-26&at=9.30/26.76/120.08")
    seen, bare = [], []
    body = b.driver.find_element(By.TAG_NAME, "body")
    b.js("document.activeElement.blur()")
    for _ in range(60):
        b.driver.switch_to.active_element.send_keys(Keys.TAB)
        name, outline, isText = b.js(
            "const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.id || e.className || e.textContent, s.outlineStyle + parseFloat(s.outlineWidth),"
            " e === document.body]")
        if isText or name in seen[:-1]:
            break
        # A date has a stop for each of its parts.
        if seen[-1:] == [name]:
            continue
        seen.append(name)
        # MapLibre draws its own ring, as a shadow.
        if "none" in outline and "maplibre" not in name:
            bare.append(name)
    for wanted in ["skip", "language", "layer", "category", "week", "against", "from", "area", "hotspots",
                   "csv", "geojson", "share", "here"]:
        assert wanted in seen, (wanted, seen)
    assert not bare, f"no ring around {bare}"
    assert seen.index("layer") < seen.index("category") < seen.index("hotspots") < seen.index("csv"), seen
    b.press("#here")
    b.story()
    body.send_keys(Keys.ESCAPE)
    assert not b.one("#detail").is_displayed()
    unnamed = b.js(
        "return [...document.querySelectorAll('button, select, input, a')].filter((e) => !(e.ariaLabel ||"
        " e.textContent.trim() || e.labels?.length || e.title)).map((e) => e.outerHTML.slice(0, 80))")
    assert not unnamed, unnamed
    return f"{len(seen)} stops"


def elsewhere(planner):
    """Without a key nothing but the service itself is asked, and no base map is offered."""
    b = planner.browser
    b.open(f"{planner.base}/#language=zh&layer=hotspots&base=map&at=9.30/26.76/120.08")
    assert not b.one("#base-choice").is_displayed()
    asked = b.js("return performance.getEntriesByType('resource').map((e) => e.name)")
    # What the program draws itself and what it hands to its workers has no address.
    foreign = [a for a in asked if not a.startswith((planner.base + "/", "data:", "blob:"))]
    assert asked and not foreign, foreign
    return f"{len(asked)} questions, all of them to the service"


class Tianditu(http.server.BaseHTTPRequestHandler):
    """A stand-in that answers every tile with one colour and keeps what it was asked."""

    asked = []
    colour = (20, 200, 90)

    def do_GET(self):
        Tianditu.asked.append((self.headers["Host"], self.path))
        picture = io.BytesIO()
        Image.new("RGB", (256, 256), self.colour).save(picture, "PNG")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(picture.getvalue())))
        self.end_headers()
        self.wfile.write(picture.getvalue())

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def stand_in():
    """On a port of this machine, with a certificate of its own."""
    with tempfile.TemporaryDirectory() as folder:
        names = [str(pathlib.Path(folder) / n) for n in ("key.pem", "certificate.pem")]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=t0.tianditu.gov.cn", "-keyout", names[0], "-out", names[1]],
            check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(names[1], names[0])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tianditu)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def base_map(store, pictures, base=None):
    """With a key, 天地图 lies under the layers; a stand-in here plays it."""
    with contextlib.ExitStack() as open_things:
        port = open_things.enter_context(stand_in())
        if base is None:
            base, _ = open_things.enter_context(serving(store, "--tianditu-key", "abc123"))
        folder = open_things.enter_context(tempfile.TemporaryDirectory())
        b = Browser(folder, hosts=f"MAP *.tianditu.gov.cn 127.0.0.1:{port} , ",
                    flags=["--ignore-certificate-errors"])
        open_things.callback(b.close)
        b.open(f"{base}/#language=zh&layer=storms&at=9.00/26.20/121.50")
        assert not Tianditu.asked, "it is asked before it is chosen"
        b.choose("base", "map")
        b.until(lambda: len(Tianditu.asked) > 8, 20, "the base map")
        b.rest()
        # The sea, where no layer of ours lies.
        box = b.js("const r = document.getElementById('map').getBoundingClientRect(); return [r.right - 90, r.top + 200]")
        pixel = b.picture(pictures / "base-map.png").getpixel((round(box[0]), round(box[1])))
        assert max(abs(a - c) for a, c in zip(pixel, Tianditu.colour)) <= 3, pixel
        layers = set()
        for host, path in Tianditu.asked:
            query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))
            layers.add(query["LAYER"])
            assert host.split(":")[0] in {f"t{n}.tianditu.gov.cn" for n in range(8)}, host
            assert query["tk"] == "abc123" and query["TILEMATRIXSET"] == "w", query
            z, x, y = (int(query[k]) for k in ("TILEMATRIX", "TILECOL", "TILEROW"))
            assert 0 <= x < 2 ** z and 0 <= y < 2 ** z, query
        assert layers == {"vec", "cva"}, layers
        errors = b.errors()
        assert not errors, errors[:3]
    return f"{len(Tianditu.asked)} tiles"
