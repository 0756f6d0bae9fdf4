"""Questions by wrk, and by a few connections of our own."""

import http.client
import math
import queue
import subprocess
import tempfile
import threading
import time
import urllib.parse

# A question of its own each time where `jitter` is not nought; without a path some of each kind.
script = """
local path, west, south, east, north, jitter, wait = %(path)s, %(box)s, %(jitter)s, %(delay)s
local seed = 0
function setup(thread) seed = seed + 1; thread:set("seed", seed) end
function init(args) math.randomseed(os.time() * 7 + (seed or 0)) end
local function mixed()
  local kind, r = math.random(10), math.random
  if kind <= 5 then
    return string.format("/collections/incidents/tiles/WebMercatorQuad/12/%%d/%%d", r(1727, 1735), r(3408, 3419))
  elseif kind <= 7 then
    return string.format("/collections/grids/tiles/WebMercatorQuad/12/%%d/%%d", r(1727, 1735), r(3408, 3419))
  elseif kind <= 9 then
    return string.format("/collections/incidents/items/%%d", r(1, 1000000))
  end
  local x, y = 119.7 + r() * 0.8, 26.55 + r() * 0.6
  return string.format("/collections/incidents/items?limit=50&bbox=%%.5f,%%.5f,%%.5f,%%.5f", x, y, x + 0.01, y + 0.01)
end
function request()
  if not path then return wrk.format("GET", mixed()) end
  -- Each side by itself: one number for all four would soon ask the same again.
  local function d() return math.random() * jitter end
  return wrk.format("GET", string.format(path, west + d(), south + d(), east + d(), north + d()))
end
if wait > 0 then function delay() return math.random() * 2 * wait end end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %%.3f %%.3f %%.3f %%d\\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.status + e.read + e.connect + e.timeout))
end
"""


def wrk(base, path, box, jitter, seconds, headers=None, connections=8, delay=0):
    """Answers a second, milliseconds at the median and the 99th percentile, faults."""
    text = script % {
        "path": repr(path) if path else "nil", "box": ", ".join(map(str, box or (0, 0, 0, 0))),
        "jitter": jitter, "delay": delay}
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(text)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "30", "-s", file.name]
        for name, value in (headers or {}).items():
            command += ["-H", f"{name}: {value}"]
        done = subprocess.run([*command, base], capture_output=True, text=True, check=True)
    rate, p50, p99, faults = next(
        line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()[1:]
    return {"rate": float(rate), "p50": float(p50), "p99": float(p99), "faults": int(faults)}


def each_once(base, paths, connections):
    """Each path once; how many a second."""
    host = urllib.parse.urlsplit(base).netloc
    waiting = queue.SimpleQueue()
    for path in paths:
        waiting.put(path)

    def work():
        wire = http.client.HTTPConnection(host, timeout=120)
        while True:
            try:
                path = waiting.get_nowait()
            except queue.Empty:
                break
            wire.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = wire.getresponse()
            answer.read()
            assert answer.status in (200, 204), (answer.status, path)
        wire.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(paths) / (time.perf_counter() - began)


def seconds_of(base, path):
    host = urllib.parse.urlsplit(base).netloc
    wire = http.client.HTTPConnection(host, timeout=120)
    began = time.perf_counter()
    wire.request("GET", path, headers={"Accept": "application/geo+json, */*", "Accept-Encoding": "gzip"})
    answer = wire.getresponse()
    answer.read()
    took = time.perf_counter() - began
    assert answer.status in (200, 204), (answer.status, path)
    wire.close()
    return took


def tiles_at(zoom, west=119.6, south=26.5, east=120.6, north=27.2):
    """All tiles of the city."""
    def x(longitude):
        return int((longitude + 180) / 360 * 2 ** zoom)

    def y(latitude):
        return int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2 ** zoom)
    return [(zoom, column, line) for column in range(x(west), x(east) + 1) for line in range(y(north), y(south) + 1)]
