"""What is true of a store, asked of its file with SQL and not through the service."""

import json
import pathlib
import sqlite3

root = pathlib.Path(__file__).resolve().parents[3]


class Facts:
    def __init__(self, store):
        self.store = store
        self.file = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        self.ramps = json.loads((root / "styles/ramps.json").read_text("utf-8"))["layers"]
        # Kinds that never leave as points, and so cannot be counted from points either.
        self.held = []
        key = ""
        for line in (root / "geodata/categories.yaml").read_text("utf-8").splitlines():
            if line.startswith("  - key: "):
                key = line.split()[-1]
            if line.startswith("    aggregate_only: true"):
                self.held.append(key)

    def rows(self, sql, *values):
        return self.file.execute(sql, values).fetchall()

    def one(self, sql, *values):
        return self.rows(sql, *values)[0]

    def events(self, first, last, more="", values=()):
        """Events by the code of the grid, of the days and of kinds that leave as points."""
        held = ",".join("?" * len(self.held))
        return dict(self.rows(
            f"""SELECT g.code, count(*) FROM incident i JOIN grid g ON g.id = i.grid
                WHERE date(i.day * 86400, 'unixepoch') BETWEEN ? AND ?
                  AND i.category NOT IN ({held}) {more} GROUP BY g.code""",
            first, last, *self.held, *values))

    def kinds(self, code, first, last):
        held = ",".join("?" * len(self.held))
        return dict(self.rows(
            f"""SELECT i.category, count(*) FROM incident i JOIN grid g ON g.id = i.grid
                WHERE g.code = ? AND date(i.day * 86400, 'unixepoch') BETWEEN ? AND ?
                  AND i.category NOT IN ({held}) GROUP BY i.category""",
            code, first, last, *self.held))

    def told(self):
        """How many events leave one by one."""
        held = ",".join("?" * len(self.held))
        return self.one(f"SELECT count(*) FROM incident WHERE category NOT IN ({held})", *self.held)[0]

    def points(self):
        """How many of them have a point: some are known by their village alone."""
        held = ",".join("?" * len(self.held))
        return self.one(f"""SELECT count(*) FROM incident
            WHERE geom IS NOT NULL AND category NOT IN ({held})""", *self.held)[0]

    def name(self, code):
        return self.one("SELECT name FROM grids WHERE code = ?", code)[0]

    def labels(self, ramp, language):
        return [c[language] for c in self.ramps[ramp]["classes"]]

    def fill(self, ramp, english):
        """A class's colour as red, green and blue."""
        text = next(c["fill"] for c in self.ramps[ramp]["classes"] if c["en"] == english)
        return tuple(int(text[i:i + 2], 16) for i in (1, 3, 5))

    def category(self, key, language):
        """The word of a kind of event."""
        lines = (root / "geodata/categories.yaml").read_text("utf-8").splitlines()
        at = lines.index(f"  - key: {key}")
        return lines[at + (1 if language == "zh" else 2)].split(": ", 1)[1].strip('"')
