"""What a planner does on the map page, done by Chromium; each answer is held against the store.

    tasks.py OUTDIR [--base URL]

OUTDIR is a demo's. Pictures go to OUTDIR/clients/page. Prints a line for each task; exits 1 if one
fails. With --base a service that runs already is asked.
"""

import argparse
import csv
import io
import json
import pathlib
import struct
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))

from browser import Browser  # noqa: E402
from facts import Facts  # noqa: E402
from places import coordinates  # noqa: E402
from service import Skip, Trials, serving  # noqa: E402
from surroundings import base_map, elsewhere, keyboard, phone  # noqa: E402
from visitors import visitors  # noqa: E402

week, last_week = "2026-W30", "2026-W29"
days, last_days = ("2026-07-20", "2026-07-26"), ("2026-07-13", "2026-07-19")
whole = "at=9.30/26.76/120.08"


def most(counts):
    """The code with the highest number; of several the first code."""
    return min(counts, key=lambda code: (-counts[code], code))


def whole_number(text):
    return int("".join(c for c in text if c.isdigit()))


class Planner:
    def __init__(self, browser, base, facts, pictures):
        self.browser, self.base, self.facts, self.pictures = browser, base, facts, pictures

    def see(self, name):
        self.browser.picture(self.pictures / f"{name}.png")

    def get(self, path):
        with urllib.request.urlopen(urllib.parse.urljoin(self.base, path)) as answer:
            return answer.read()

    # The tasks.

    def worst_grid_of_last_week_and_why(self):
        """The list's first, opened by the keyboard, tells the same as the store."""
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=zh&{whole}")
        b.choose("layer", "by_grid")
        # Without a choice it is the latest week.
        assert b.one("#week").get_attribute("value") == week, b.one("#week").get_attribute("value")
        counts = f.events(*days)
        worst = most(counts)
        text, code = b.list()[0]
        assert code == worst and str(counts[worst]) in text, (text, worst, counts[worst])
        b.press("#list button")
        story = b.story()
        assert f.name(worst) in story.splitlines()[:2], story[:80]
        kinds = f.kinds(worst, *days)
        shown = {r[0]: int(r[2]) for r in b.rows("#kinds .bars")}
        assert shown == {f.category(k, "zh"): n for k, n in kinds.items()}, (shown, kinds)
        score, why = f.one("SELECT score, why_zh FROM safety_index WHERE unit = ?", worst)
        assert f"{score:.1f}" in story and why in story, (score, why)
        losses = f.rows(
            "SELECT name_zh, lost FROM safety_index_contributions WHERE unit = ? ORDER BY lost DESC", worst)
        first = b.rows("#why .bars")[0]
        assert first[0] == losses[0][0] and f"−{losses[0][1]:.1f}" in first[2], first
        b.rest()
        self.see("worst-grid")
        return f"{f.name(worst)}, {counts[worst]} events, first of all {losses[0][0]} −{losses[0][1]:.1f}"

    def compare_two_weeks(self):
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=en&layer=by_grid&from={days[0]}&to={days[1]}&{whole}")
        b.choose("against", last_week)
        now, before = f.events(*days), f.events(*last_days)
        change = {c: now.get(c, 0) - before.get(c, 0) for c in now.keys() | before.keys()}
        risen = most(change)
        text, code = b.list()[0]
        assert code == risen and f"+{change[risen]} " in text, (text, risen, change[risen])
        assert [e.text for e in b.all("#legend li")] == f.labels("grid_change", "en")
        b.press("#list button")
        b.story()
        b.rest()
        # The middle of the map lies in the grid that was taken; nothing is drawn over its colour.
        wanted = f.fill("grid_change", "3 or more up" if change[risen] > 2 else "1 to 2 up")
        assert max(abs(a - c) for a, c in zip(b.middle(), wanted)) <= 3, (b.middle(), wanted)
        total = b.text("kinds").splitlines()[-1]
        assert total == f"Total {now[risen]} / {before.get(risen, 0)}", total
        self.see("two-weeks")
        return f"{f.name(risen)} rose by {change[risen]}"

    def hotspots_of_theft_in_view(self):
        b = self.browser
        b.open(f"{self.base}/#language=en&layer=incidents&at=10.60/26.88/120.02"
               "&category=theft&from=2026-04-27&to=2026-07-26")
        box = json.loads(b.js("return JSON.stringify(new URLSearchParams("
                              "document.getElementById('csv').href.split('?')[1]).get('bbox').split(',').map(Number))"))
        b.press("#hotspots")
        b.until(lambda: b.js("return document.getElementById('panel').getAttribute('aria-busy') === 'false'"),
                120, "the hot spots")
        question = urllib.request.Request(
            f"{self.base}/processes/hotspots/execution", method="POST",
            headers={"Content-Type": "application/json"},
            data=json.dumps({"inputs": {
                "bbox": box, "category": ["theft"], "datetime": "2026-04-27/2026-07-26"}}).encode())
        try:
            with urllib.request.urlopen(question) as answer:
                found = json.load(answer)["features"]
        except urllib.error.HTTPError as refusal:
            assert refusal.code in (404, 405, 501), refusal
            assert b.text("note") == "This service does not compute on demand", b.text("note")
            raise Skip(f"no process hotspots ({refusal.code}), and the page says so") from None
        b.rest()
        assert b.js("return Number(document.getElementById('shown').dataset.count)") == len(found) > 0
        hot = [p["properties"] for p in found if p["properties"]["class"].startswith("hot_")]
        hot.sort(key=lambda p: (p["class"] != "hot_99", -p["z"]))
        assert [c for _, c in b.list()] == [p["unit"] for p in hot[:12]], (b.list(), hot[:3])
        assert "computed now" in b.text("note") and "Theft" in b.text("note"), b.text("note")
        self.see("hotspots-of-theft")
        return f"{len(found)} grids in view, {len(hot)} of them hot"

    def download_what_is_shown(self):
        """The file that Chromium keeps is what the service answers, and all of it lies in the view."""
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=zh&layer=incidents&category=theft&at=11.00/26.88/120.00"
               f"&from={days[0]}&to={days[1]}")
        shown = int(b.js("return document.getElementById('shown').dataset.count"))
        link = b.one("#csv").get_attribute("href")
        west, south, east, north = map(
            float, urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["bbox"][0].split(","))
        b.press("#csv")
        file = self.downloads / "incidents.csv"
        b.until(file.is_file, 20, "the download")
        data = file.read_bytes()
        assert data == self.get(link)
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        for row in rows:
            assert row["category"] == "theft" and days[0] <= row["occurred_from"][:10] <= days[1], row
            assert west <= float(row["lon"]) <= east and south <= float(row["lat"]) <= north, row
        # The file has seven places of a degree, the store all of them.
        truth = sum(f.events(*days, "AND i.category = 'theft' AND i.x IS NOT NULL").values())
        assert len(rows) == shown <= truth and len(rows) > 0, (len(rows), shown, truth)
        points = json.loads(self.get(b.one("#geojson").get_attribute("href")))["features"]
        assert sorted(p["properties"]["id"] for p in points) == sorted(r["id"] for r in rows)
        self.see("download")
        return f"{len(rows)} of the week's {truth} thefts are in view and in the file"

    def share_it(self):
        """What the clipboard holds brings the same view to somebody else."""
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=zh&{whole}")
        b.choose("layer", "by_grid")
        b.choose("category", "theft")
        b.press("#list button")
        b.story()
        b.rest()
        wanted = (b.list(), b.text("legend"), b.text("detail"), b.text("shown"))
        b.press("#share")
        b.until(lambda: b.clipboard().startswith("http"), 5, "the clipboard")
        link = b.clipboard()
        assert link == b.driver.current_url, (link, b.driver.current_url)
        with tempfile.TemporaryDirectory() as folder:
            other = Browser(folder, language="en-GB")
            try:
                other.open(link)
                other.until(lambda: other.text("detail") != "", 20, "the place of the link")
                other.story()
                other.rest()
                found = (other.list(), other.text("legend"), other.text("detail"), other.text("shown"))
                # The place is the middle of its grid in one, a point inside it in the other.
                for one, two in zip(wanted, found):
                    without = [t.split("坐标")[0] if isinstance(t, str) else t for t in (one, two)]
                    assert without[0] == without[1], without
                assert not other.errors()
            finally:
                other.close()
        return link.split("#")[1]

    def switch_language(self):
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=zh&layer=safety_index&{whole}")
        assert [e.text for e in b.all("#legend li")] == f.labels("safety_index", "zh")
        chinese = [e.text for e in b.all("[data-zh]") if e.is_displayed()]
        b.press("#language")
        b.rest()
        assert [e.text for e in b.all("#legend li")] == f.labels("safety_index", "en")
        english = [e.text for e in b.all("[data-zh]") if e.is_displayed()]
        assert len(english) == len(chinese) > 4 and not set(english) & set(chinese), (english, chinese)
        han = [t for t in english + [t for _, t in b.options("layer")] if any("一" <= c <= "鿿" for c in t)]
        assert not han, han
        assert b.js("return document.documentElement.lang") == "en" and "language=en" in b.driver.current_url
        b.press("#list button")
        code = b.list()[0][1]
        assert self.facts.one("SELECT why_en FROM safety_index WHERE unit = ?", code)[0] in b.story()
        self.see("english")
        b.press("#language")
        b.until(lambda: f.one("SELECT why_zh FROM safety_index WHERE unit = ?", code)[0] in b.story(), 20,
                "the place in Chinese")
        return f"{len(english)} words, {len(b.options('layer'))} layers"

    def find_an_uncovered_zone(self):
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=zh&layer=coverage_gaps&{whole}")
        name, unit, gap = f.one(
            """SELECT name, unit, gap FROM coverage_gaps
               WHERE level = 'zone' AND class = 'none' AND measure = 'yuan' AND gap > 0
               ORDER BY gap DESC, unit""")
        text, code = b.list()[0]
        assert code == unit and name in text and whole_number(text.split("缺口")[1]) == round(gap), (text, unit, gap)
        b.press("#list button")
        story = b.story()
        gaps = [r[1] for r in b.rows("#gaps")]
        truth = f.rows("SELECT class, round(gap) FROM coverage_gaps WHERE unit = ?", unit)
        assert len(gaps) == len(truth) and all("无保障" in g for g in gaps), (gaps, truth)
        assert sorted(whole_number(g.split("，")[0]) for g in gaps) == sorted(int(g) for _, g in truth)
        zone, species, quantity = f.one("SELECT name, species, quantity FROM aquaculture_zones WHERE code = ?", unit)
        assert zone in story and species in story and f"{quantity:,.10g}" in story, story
        b.rest()
        self.see("uncovered-zone")
        return f"{name}, {gap:,.0f} yuan without cover"

    def find_unpaid_eligible_cases(self):
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=en&layer=eligibility&{whole}")
        truth = f.rows(
            """SELECT incident, due_yuan FROM eligibility WHERE verdict = 'eligible' AND claims = 0
               AND due_yuan IS NOT NULL ORDER BY due_yuan DESC""")
        shown = b.list()
        assert [whole_number(t.split(" · ")[2]) for t, _ in shown] == [round(d) for _, d in truth[:12]], (shown, truth[:12])
        listed = {t.split(" · ")[0] for t, _ in shown}
        assert listed <= {i for i, due in truth if due >= truth[11][1]}, listed
        b.press("#list button")
        story = b.story()
        assert shown[0][0].split(" · ")[0] in story and "eligible" in story, story
        # The first of the list took the map to it; the next question is of all again.
        b.open(f"{self.base}/#language=en&layer=unpaid_eligible&{whole}")
        top = f.one("SELECT max(count) FROM unpaid_eligible")[0]
        assert f"· {top} cases" in b.list()[0][0], (b.list()[0], top)
        self.see("unpaid-eligible")
        return f"{len(truth)} cases that no claim was filed for; most in one grid: {top}"

    def keep_to_one_town(self):
        """The town with most events of the week: its grids alone are listed, and alone in the file."""
        b, f = self.browser, self.facts
        b.open(f"{self.base}/#language=zh&layer=by_grid&from={days[0]}&to={days[1]}&{whole}")
        counts = f.events(*days)
        # Six digits are the county's.
        towns = [code for code, _ in b.options("area") if len(code) == 9]
        of_town = {town: sum(n for code, n in counts.items() if code.startswith(town)) for town in towns}
        assert sum(of_town.values()) == sum(counts.values()), (of_town, sum(counts.values()))
        town = most(of_town)
        b.choose("area", town)
        its = {code: n for code, n in counts.items() if code.startswith(town)}
        wanted = sorted(its, key=lambda code: (-its[code], code))[:12]
        assert [code for _, code in b.list()] == wanted and len(its) > 1, (b.list(), wanted)
        data = self.get(b.one("#csv").get_attribute("href"))
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        # The file is of events with a point; some are known by their village alone.
        assert 0 < len(rows) <= of_town[town], (len(rows), of_town[town])
        assert all(row["grid"].startswith(town) for row in rows), rows[0]
        self.see("one-town")
        return f"{dict(b.options('area'))[town]}, {of_town[town]} of the week's {sum(counts.values())} events"

    def read_one_event(self):
        """A point that is clicked tells what the store holds of it."""
        b, f = self.browser, self.facts
        held = ",".join("?" * len(f.held))
        # Twenty metres from all others, so that the click can mean no other.
        source_id, category, day, point = f.one(
            f"""SELECT source_id, category, date(day * 86400, 'unixepoch'), geom FROM incident i
                WHERE geom IS NOT NULL AND status = 'filed' AND category NOT IN ({held})
                  AND date(day * 86400, 'unixepoch') BETWEEN ? AND ? AND NOT EXISTS (
                  SELECT 1 FROM incident o WHERE o.id <> i.id AND abs(o.x - i.x) < 20 AND abs(o.y - i.y) < 20)
                ORDER BY id""", *f.held, *days)
        # A point of SpatiaLite has 43 bytes before its coordinates.
        lon, lat = struct.unpack_from("<2d", point, 43)
        b.open(f"{self.base}/#language=zh&layer=incidents&from={days[0]}&to={days[1]}&at=17.00/{lat:.6f}/{lon:.6f}")
        b.click_map(0.5, 0.5)
        story = b.story()
        told = {r[0]: r[1] for r in b.rows("#own") if len(r) == 2}
        assert told["事件编号"] == source_id and told["类别"] == f.category(category, "zh"), told
        assert told["状态"] == "已立案" and told["发生时间起"].startswith(f"{day} "), told
        place = next(r[1] for r in b.rows("#coordinates") if r[0] == "WGS 84")
        north, east = map(float, place.split("\n")[0].split(", "))
        assert abs(north - lat) < 2e-4 and abs(east - lon) < 2e-4, (place, lat, lon)
        self.see("one-event")
        return f"{source_id}, {f.category(category, 'en')}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--base")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    store = arguments.out.resolve() / "xiapu/xiapu.sqlite"
    pictures = arguments.out.resolve() / "clients/page"
    trials = Trials()
    facts = Facts(store)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)

        def carry_out(base):
            planner = Planner(browser, base, facts, pictures)
            planner.downloads = pathlib.Path(folder)
            tasks = [
                planner.worst_grid_of_last_week_and_why, planner.compare_two_weeks,
                planner.hotspots_of_theft_in_view, planner.download_what_is_shown, planner.share_it,
                planner.switch_language, planner.find_an_uncovered_zone,
                planner.find_unpaid_eligible_cases, planner.keep_to_one_town,
                planner.read_one_event,
            ]
            others = [coordinates, phone, keyboard, elsewhere]
            for task in tasks + others:
                name = task.__name__.replace("_", " ")
                if arguments.only not in name:
                    continue

                def trial(task=task):
                    found = task(planner) if task in others else task()
                    errors = [e for e in browser.errors() if "execution" not in e]
                    assert not errors, errors[:3]
                    return found

                trials.run(name, trial)

        try:
            if arguments.base:
                carry_out(arguments.base.rstrip("/"))
            else:
                with serving(store) as (base, _):
                    carry_out(base)
        finally:
            browser.close()
    if arguments.only in "base map" and not arguments.base:
        trials.run("base map", lambda: base_map(store, pictures))
    if arguments.only in "visitors" and not arguments.base:
        trials.run("visitors", lambda: visitors(store, pictures))
    sys.exit(trials.end())


main()
