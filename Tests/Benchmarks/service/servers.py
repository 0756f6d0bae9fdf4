"""Our service and its peers, each over the same city, each started when it is asked and stopped after."""

import contextlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

root = pathlib.Path(__file__).resolve().parents[3]
program = os.environ.get("ANLAN_PROGRAM", str(root / ".build/release/anlan"))


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **options)


def free_port():
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        return wire.getsockname()[1]


class Servers:
    def __init__(self, city, work):
        self.city, self.work = city, work
        self.peers = pathlib.Path(os.environ.get("ANLAN_PEERS", work / "peers"))
        self.processes = {}
        self.database = None
        work.mkdir(parents=True, exist_ok=True)
        self.store = work / "city.sqlite"
        if not self.store.exists():
            self.fill_ours()

    def fill_ours(self):
        grids = self.work / "grids.geojson"
        grids.unlink(missing_ok=True)
        run("ogr2ogr", "-f", "GeoJSON", grids, self.city / "grids.gpkg")
        half = self.work / "half.sqlite"
        half.unlink(missing_ok=True)
        home = ["--home", root, "--quiet"]
        run(program, "init", "--store", half, "--crs", "EPSG:4549", *home)
        for layer, file in (("grids", grids), ("incidents", self.city / "incidents.csv")):
            run(program, "import", layer, file, "--mapping", self.mapping(layer), "--store", half, *home)
        half.rename(self.store)

    def mapping(self, layer):
        """What the city's columns are called."""
        words = {
            "grids": "layer: grids\ncolumns: {code: grid_id, name: name, population: pop, households: households}\n",
            "incidents": "layer: incidents\nsource: city\ncolumns: {id: incident_id, category: kind, occurred_from: occurred, "
                         "severity: severity, subcategory: town, lon: lon, lat: lat}\n",
        }
        file = self.work / f"{layer}.yaml"
        file.write_text(words[layer], encoding="utf-8")
        return file

    # Starting and stopping.

    def start(self, name):
        """The address once it answers; None where the peer is not there."""
        process, base, path = {"ours": self.ours, "pygeoapi": self.pygeoapi, "tipg": self.tipg}[name]()
        if process is None:
            return None
        self.processes[name] = process
        host = urllib.parse.urlsplit(base).netloc
        for _ in range(300):
            with contextlib.suppress(OSError, http.client.HTTPException):
                wire = http.client.HTTPConnection(host, timeout=30)
                wire.request("GET", path)
                if wire.getresponse().status < 500:
                    return base
            if process.poll() is not None:
                break
            time.sleep(0.2)
        raise SystemExit(f"{name} did not start")

    def stop(self, name):
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def end(self):
        for name in list(self.processes):
            self.stop(name)
        if self.database:
            subprocess.run(["sh", str(root / "Tests/Benchmarks/peers/postgis_server.sh"), "stop", str(self.folder)], check=False)

    def launch(self, command, environment=None):
        log = open(self.work / "server.log", "ab")
        return subprocess.Popen(
            [str(part) for part in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            start_new_session=True, env={**os.environ, **(environment or {})})

    def memory(self, name):
        text = pathlib.Path(f"/proc/{self.processes[name].pid}/status").read_text()
        now, most = (int(re.search(rf"{key}:\s+(\d+)", text)[1]) // 1024 for key in ("VmRSS", "VmHWM"))
        return f"{now} MB, at most {most} MB"

    # Each of them.

    def ours(self):
        port = free_port()
        return self.launch(
            [program, "serve", "--home", root, "--store", self.store, "--port", port, "--quiet"]
        ), f"http://127.0.0.1:{port}", "/health"

    def pygeoapi(self):
        gunicorn = self.peers / "bin/gunicorn"
        if not gunicorn.exists() or not (self.peers / "bin/pygeoapi").exists():
            return None, None, None
        package = self.work / "incidents.gpkg"
        if not package.exists():
            run("ogr2ogr", "-f", "GPKG", "-nln", "incidents", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat",
                "-oo", "AUTODETECT_TYPE=YES", "-a_srs", "EPSG:4326", "-gt", "65536", package, self.city / "incidents.csv")
        port = free_port()
        layers = "".join(f"""
  {name}:
    type: collection
    title: {name}
    description: {name}
    keywords: [{name}]
    links: []
    extents: {{spatial: {{bbox: [119.6, 26.5, 120.6, 27.2], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'}}}}
    providers:
      - {{type: feature, name: SQLiteGPKG, data: '{file}', id_field: fid, table: {name}}}
""" for name, file in (("incidents", package), ("grids", self.city / "grids.gpkg")))
        file = self.work / "pygeoapi.yaml"
        file.write_text(f"""
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  languages: [en-US]
  limits: {{default_items: 10, max_items: 10000}}
  map: {{url: 'http://127.0.0.1/', attribution: none}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: city, description: city, keywords: [city], keywords_type: theme, terms_of_service: none, url: 'http://127.0.0.1/'}}
  license: {{name: none, url: 'http://127.0.0.1/'}}
  provider: {{name: none, url: 'http://127.0.0.1/'}}
  contact: {{name: none, position: none, address: none, city: none, stateorprovince: none, postalcode: none, country: none, phone: none,
    fax: none, email: none@example.org, url: 'http://127.0.0.1/', hours: none, instructions: none, role: none}}
resources:{layers}""")
        environment = {
            "SPATIALITE_LIBRARY_PATH": "mod_spatialite.so", "PYGEOAPI_CONFIG": str(file), "PYGEOAPI_OPENAPI": str(self.work / "pygeoapi-openapi.yaml")}
        run(self.peers / "bin/pygeoapi", "openapi", "generate", file, "--output-file",
            environment["PYGEOAPI_OPENAPI"], env={**os.environ, **environment})
        return self.launch(
            [gunicorn, "-w", "2", "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"], environment
        ), f"http://127.0.0.1:{port}", "/conformance?f=json"

    def tipg(self):
        uvicorn = self.peers / "bin/uvicorn"
        if not uvicorn.exists() or not list(self.peers.glob("lib/python3*/site-packages/tipg")):
            return None, None, None
        if not self.database:
            self.fill_postgis()
        port = free_port()
        return self.launch(
            [uvicorn, "tipg.main:app", "--host", "127.0.0.1", "--port", port, "--workers", "2", "--log-level", "error"],
            {"DATABASE_URL": self.database, "TIPG_DB_SCHEMAS": '["public"]', "TIPG_MAX_FEATURES_PER_QUERY": "10000",
             "TIPG_MAX_FEATURES_PER_TILE": "10000000"}
        ), f"http://127.0.0.1:{port}", "/conformance"

    def fill_postgis(self):
        """A server of its own, on a socket in a short folder: a socket's path has its bound."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="peer-"))
        url = run("sh", root / "Tests/Benchmarks/peers/postgis_server.sh", "start", self.folder).stdout.strip()
        connection = f"host={self.folder} user=anlan dbname=city"
        base = f"host={self.folder} user=anlan dbname=postgres"
        run("psql", base, "-c", "CREATE DATABASE city")
        run("psql", connection, "-c", "CREATE EXTENSION postgis")
        run("ogr2ogr", "-f", "PostgreSQL", f"PG:{connection}", self.city / "grids.gpkg", "-nln", "grids", "-lco", "GEOMETRY_NAME=geom",
            "--config", "PG_USE_COPY", "YES")
        run("psql", connection, "-v", "ON_ERROR_STOP=1", "-c", """
            CREATE TABLE incidents (incident_id int PRIMARY KEY, kind text, severity int, occurred timestamptz, town text, lon float, lat float)""",
            "-c", f"\\copy incidents FROM '{self.city / 'incidents.csv'}' CSV HEADER",
            "-c", "ALTER TABLE incidents ADD geom geometry(Point, 4326)",
            "-c", "UPDATE incidents SET geom = ST_SetSRID(ST_MakePoint(lon, lat), 4326)",
            "-c", "CREATE INDEX ON incidents USING gist (geom)", "-c", "VACUUM ANALYZE")
        self.database = f"{url}/city"

    @contextlib.contextmanager
    def a_copy(self):
        """What is served meanwhile may be written."""
        whole, self.store = self.store, self.work / "written.sqlite"
        shutil.copy(whole, self.store)
        try:
            yield
        finally:
            self.store.unlink()
            self.store = whole

    @contextlib.contextmanager
    def importing(self):
        """An import of 100,000 rows into the store that is served, begun with the block."""
        rows = self.work / "more.csv"
        with open(self.city / "incidents.csv", encoding="utf-8") as whole, open(rows, "w", encoding="utf-8") as some:
            for number, line in enumerate(whole):
                if number > 100_000:
                    break
                # Others than those that are there.
                some.write(line if number == 0 else f"x{line}")
        process = self.launch([program, "import", "incidents", rows, "--mapping", self.mapping("incidents"),
                               "--store", self.store, "--home", root, "--quiet"])
        try:
            yield
        finally:
            process.wait(300)
            print(f"\nthe import ended with {process.returncode}")
