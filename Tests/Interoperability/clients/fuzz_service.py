"""Sends a service what no client should: broken tile numbers, filters, headers, bodies; slow and many
connections. It must go on answering, in good time, with no fault of its own (5xx).

    fuzz_service.py OUTDIR [--seconds N] [--soak N] [--connections N]

Loopback alone; bounded in time and number. Deterministic but for the order of answers.
"""

import argparse
import http.client
import json
import pathlib
import random
import resource
import socket
import sys
import threading
import time
import urllib.parse

# Before anything is started: what the service opens, it opens under this bound.
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))

from service import Trials, serving  # noqa: E402

columns = ["category", "severity", "occurred_from", "loss_yuan", "synthetic", "id", "none", "\"grid\"", "''"]
pieces = [
    "AND", "OR", "NOT", "(", ")", "=", "<>", "<", ">=", "LIKE", "IN", "BETWEEN", "IS NULL", "CASEI(", ",",
    "'theft'", "'%'", "'it''s'", "'", "1", "-1e308", "1e999", "NaN", "TRUE", "DATE('2026-07-20')",
    "TIMESTAMP('2026-07-20T00:00:00Z')", "T_DURING(", "S_INTERSECTS(geometry,", "POINT(120 26)",
    "POLYGON((119 26,121 26,121 27,119 26))", "BBOX(119,26,121,27)", "POLYGON((", "\\", ";", "--", "/*", "\0",
    "\u202e", "网格", "😀", "UNION SELECT sql FROM sqlite_master", "pg_sleep(9)",
]
injections = [
    "' OR '1'='1", "1; DROP TABLE incident", "'; ATTACH DATABASE '/tmp/x' AS x; --", "1 UNION SELECT 1,2,3",
    "$(id)", "../../../etc/passwd", "%00", "\r\nX-Injected: yes", "{{7*7}}", "<script>alert(1)</script>",
]


def headers_of(connection, path, method="GET", headers=None, body=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    data = answer.read()
    return answer.status, answer, data


class Fuzzer:
    def __init__(self, base, process, seconds, soak, connections):
        parts = urllib.parse.urlsplit(base)
        assert parts.hostname == "127.0.0.1", parts.hostname
        self.host, self.port, self.process = parts.hostname, parts.port, process
        self.seconds, self.soak, self.connections = seconds, soak, connections
        self.chance = random.Random(20260726)
        self.answers = {}

    def ask(self, path, method="GET", headers=None, body=None, timeout=60):
        """One question on a connection of its own; a refusal to read it counts as 0."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            status, answer, data = headers_of(connection, path, method, headers, body)
        except (http.client.HTTPException, ConnectionError):
            status, answer, data = 0, None, b""
        finally:
            connection.close()
        self.answers[status] = self.answers.get(status, 0) + 1
        assert status < 500, f"{status} to {method} {path[:300]}: {data[:300]!r}"
        if answer is not None:
            assert "X-Injected" not in answer.headers, path
            if status >= 400 and data:
                # A fault is told as a problem document, without the insides of the program.
                problem = json.loads(data)
                assert problem["status"] == status and problem["title"], data[:200]
                for word in (b"sqlite", b"SELECT ", b".swift", b"/work/"):
                    assert word not in data or word.decode() in urllib.parse.unquote_plus(path + str(body)), data[:300]
        return status, data

    def fine(self):
        status, data = self.ask("/health", timeout=10)
        assert status == 200 and json.loads(data)["status"] == "ok", (status, data)

    def memory(self):
        """Of the service, in megabytes."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(text.split("VmRSS:")[1].split()[0]) / 1024

    def within(self):
        return time.monotonic() + self.seconds

    # Trials.

    def broken_tile_numbers(self):
        numbers = ["0", "-1", "1.5", "1e3", "999999999999999999999", "NaN", "", "%20", "٣", "０", "0x10", "+1", "18",
                   "19", "31", "64", "262143", "262144", "-9223372036854775808", "9223372036854775807", "..", "%2F"]
        count, end = 0, self.within()
        while time.monotonic() < end and count < 1500:
            z, y, x = (urllib.parse.quote(self.chance.choice(numbers), safe="%") for _ in range(3))
            layer = self.chance.choice(["grids", "incidents", "hotspots", "coastline"])
            name = self.chance.choice(["WebMercatorQuad"] * 5 + ["WorldCRS84Quad", "%27"])
            status, _ = self.ask(f"/collections/{layer}/tiles/{name}/{z}/{y}/{x}")
            assert status in (200, 204, 400, 404), status
            count += 1
        self.fine()
        return f"{count} tiles"

    def broken_filters(self):
        count, end = 0, self.within()
        while time.monotonic() < end and count < 1500:
            text = " ".join(self.chance.choice(columns + pieces) for _ in range(self.chance.randrange(1, 14)))
            query = urllib.parse.urlencode({"filter": text, "limit": 1})
            status, _ = self.ask(f"/collections/incidents/items?{query}")
            assert status in (200, 400), (status, text)
            count += 1
        for text in ["(" * 5000, "NOT " * 3000 + "id = 'a'", "'" + "a" * 15000, "id IN (" + ",".join(["'x'"] * 3000) + ")",
                     " OR ".join(["severity = 1"] * 800), "id LIKE '" + "%a" * 1000 + "'",
                     "S_INTERSECTS(geometry, POLYGON((" + ",".join(f"{120 + i / 9e3} 26" for i in range(900)) + ",120 26)))"]:
            status, _ = self.ask("/collections/incidents/items?" + urllib.parse.urlencode({"filter": text, "limit": 1}))
            assert status in (200, 400, 414), (status, text[:60])
        self.fine()
        return f"{count} filters of text"

    def broken_json_filters(self):
        """CQL2 JSON, where the service reads it; else it says that it does not."""
        leaves = [1, -1e300, True, None, "theft", {"property": "category"}, {"property": 3}, {"date": "2026-07-20"},
                  {"timestamp": "x"}, {"type": "Point", "coordinates": [120, 26]}, {"type": "Polygon", "coordinates": [[]]},
                  {"bbox": [1]}, {"interval": ["..", "2026-07-20"]}, [], {}, {"op": "casei", "args": ["x"]}]
        operations = ["and", "or", "not", "=", "<>", "<", "like", "between", "in", "isNull", "s_intersects", "t_after", "+",
                      "nothing", 5, None]

        def tree(depth):
            if depth == 0 or self.chance.random() < 0.3:
                return self.chance.choice(leaves)
            return {"op": self.chance.choice(operations),
                    "args": [tree(depth - 1) for _ in range(self.chance.randrange(0, 4))]}

        count, end = 0, self.within()
        while time.monotonic() < end and count < 1000:
            text = json.dumps(tree(4)) if self.chance.random() < 0.9 else json.dumps(tree(3))[:-2]
            query = urllib.parse.urlencode({"filter": text, "filter-lang": "cql2-json", "limit": 1})
            status, _ = self.ask(f"/collections/incidents/items?{query}")
            assert status in (200, 400), (status, text)
            count += 1
        for text in ['{"op":"not","args":[' * 1500, "[" * 9000]:
            status, _ = self.ask("/collections/incidents/items?" + urllib.parse.urlencode(
                {"filter": text, "filter-lang": "cql2-json"}))
            assert status in (400, 414), status
        self.fine()
        return f"{count} filters of JSON"

    def injections_in_every_parameter(self):
        names = ["bbox", "bbox-crs", "datetime", "limit", "crs", "after", "run", "f", "filter", "filter-lang", "filter-crs",
                 "category", "id", "grid", "severity", "no_such"]
        _, data = self.ask("/collections/incidents/items?limit=1")
        total = json.loads(data)["numberMatched"]
        for name in names:
            for text in injections:
                query = {name: text}
                # Without a filter its language means nothing.
                if name.startswith("filter-"):
                    query["filter"] = "severity > 0"
                status, data = self.ask(f"/collections/incidents/items?{urllib.parse.urlencode(query)}")
                assert status in (200, 400, 404, 414), (status, name, text)
                # What matches nothing must match nothing, not all.
                if status == 200:
                    assert json.loads(data)["numberMatched"] == 0, (name, text)
        for text in injections:
            part = urllib.parse.quote(text, safe="")
            for path in (f"/collections/{part}/items", f"/collections/incidents/items/{part}", f"/styles/{part}",
                         f"/page/{part}", f"/{part}", f"/processes/{part}", f"/collections/grids/tiles/{part}"):
                status, _ = self.ask(path)
                assert status in (400, 404, 405), (status, path)
        _, data = self.ask("/collections/incidents/items?limit=1")
        assert json.loads(data)["numberMatched"] == total
        return f"{len(names) * len(injections)} questions"

    def broken_headers_and_lines(self):
        lines = [
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X%d: 1\r\n" % i for i in range(5000)) + b"\r\n",
            b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", b"\x00\xff\xfe\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\nx",
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"GET http://127.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"GET /?%ff%fe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        ]
        for _ in range(300):
            good = bytearray(b"GET /collections/grids/items?limit=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n")
            for _ in range(self.chance.randrange(1, 6)):
                good[self.chance.randrange(len(good))] = self.chance.randrange(256)
            lines.append(bytes(good))
        seen = {}
        for line in lines:
            with socket.create_connection((self.host, self.port), 10) as wire:
                wire.settimeout(3)
                try:
                    wire.sendall(line)
                    wire.shutdown(socket.SHUT_WR)
                    data = wire.recv(65536)
                except (OSError, socket.timeout):
                    data = b""
            status = data[9:12].decode("latin1") if data.startswith(b"HTTP/1.") else "none"
            seen[status] = seen.get(status, 0) + 1
            assert not status.startswith("5") or status in ("501", "505"), (status, line[:120], data[:200])
        self.fine()
        return str(dict(sorted(seen.items())))

    def slow_clients_do_not_keep_others_waiting(self):
        """Many that send a byte now and then; others are answered all the while."""
        wires = []
        try:
            for _ in range(min(400, self.connections)):
                wire = socket.create_connection((self.host, self.port), 10)
                wire.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
                wires.append(wire)
            waits, end = [], time.monotonic() + min(20, self.seconds)
            while time.monotonic() < end:
                for wire in self.chance.sample(wires, 40):
                    try:
                        wire.send(b"a")
                    except OSError:
                        pass
                began = time.monotonic()
                self.fine()
                waits.append(time.monotonic() - began)
                time.sleep(0.2)
        finally:
            for wire in wires:
                wire.close()
        assert max(waits) < 5, f"one waited {max(waits):.1f} s"
        return f"{len(wires)} slow ones; the longest wait of another {max(waits) * 1000:.0f} ms"

    def many_open_connections(self):
        """Each asks once and stays; all of them are open at the end, and each is still answered."""
        wanted = min(self.connections, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
        before, wires, faults = self.memory(), [], []
        question = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

        def ask(wire):
            wire.settimeout(10)
            wire.sendall(question)
            assert wire.recv(4096).startswith(b"HTTP/1.1 200")

        def open_some(count):
            try:
                for _ in range(count):
                    wire = socket.create_connection((self.host, self.port), 10)
                    wires.append(wire)
                    ask(wire)
            except (OSError, AssertionError) as fault:
                faults.append(f"{fault!r} with {len(wires)} open")

        try:
            began = time.monotonic()
            threads = [threading.Thread(target=open_some, args=(wanted // 8 + (i < wanted % 8),)) for i in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.monotonic() - began
            assert not faults, faults[:3]
            _, told = self.ask("/metrics")
            is_open = next(int(line.split()[-1]) for line in told.decode().splitlines() if line.startswith("anlan_connections "))
            assert is_open >= wanted, (is_open, wanted)
            for wire in self.chance.sample(wires, min(100, wanted)):
                ask(wire)
            self.fine()
            most = self.memory()
        finally:
            for wire in wires:
                wire.close()
        self.fine()
        assert most < 500, f"{most:.0f} MB"
        return f"{wanted} open after {took:.0f} s: {before:.0f} to {most:.0f} MB"

    def a_soak_without_growth(self):
        """The same mixed questions round and round: memory settles."""
        paths = ["/collections/incidents/items?limit=200&bbox=119.9,26.8,120.1,27", "/collections/grids/items?limit=500",
                 "/collections/incidents/tiles/WebMercatorQuad/10/433/853", "/collections?f=json", "/api",
                 "/collections/incidents/items?filter=severity%20%3E%202&limit=50", "/collections/nothing/items",
                 "/collections/hotspots/items?f=csv&limit=1000", "/collections/incidents/items?crs=x"]
        stop, faults, counts = threading.Event(), [], [0] * 4

        def work(index):
            chance = random.Random(index)
            connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
            while not stop.is_set():
                # A parameter that differs makes most of them new to the cache.
                path = chance.choice(paths)
                if "items?limit" in path:
                    path += f"&after={chance.randrange(400)}"
                try:
                    status, _, _ = headers_of(connection, path)
                except (http.client.HTTPException, OSError) as fault:
                    faults.append(repr(fault))
                    connection.close()
                    continue
                counts[index] += 1
                if status >= 500:
                    faults.append(f"{status} {path}")
            connection.close()

        threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        marks = []
        for _ in range(4):
            time.sleep(self.soak / 4)
            marks.append(self.memory())
        stop.set()
        for thread in threads:
            thread.join()
        assert not faults, faults[:3]
        # The cache fills up to its bound in the first half; in the second nothing may add up.
        assert marks[3] < marks[1] * 1.25 + 20 and marks[3] < 500, marks
        return f"{sum(counts)} answers in {self.soak:.0f} s; MB at the quarters {[round(m) for m in marks]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=8, help="of each trial")
    parser.add_argument("--soak", type=float, default=60, help="seconds of mixed questions")
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    trials = Trials()
    with serving(arguments.out.resolve() / "xiapu/xiapu.sqlite") as (base, process):
        fuzzer = Fuzzer(base, process, arguments.seconds, arguments.soak, arguments.connections)
        for trial in (fuzzer.broken_tile_numbers, fuzzer.broken_filters, fuzzer.broken_json_filters,
                      fuzzer.injections_in_every_parameter, fuzzer.broken_headers_and_lines,
                      fuzzer.slow_clients_do_not_keep_others_waiting, fuzzer.many_open_connections,
                      fuzzer.a_soak_without_growth):
            if arguments.only in trial.__name__:
                trials.run(trial.__name__.replace("_", " "), trial)
        trials.run("it still runs", lambda: None if process.poll() is None else 1 / 0)
        print("answers by status:", dict(sorted(fuzzer.answers.items())))
    sys.exit(trials.end())


main()
