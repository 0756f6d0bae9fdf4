"""Schemathesis knows texts by their schema alone. What a filter or a span of days may say is told here,
by the columns of each collection; each is one that must be accepted."""

import json
import os
import random
import urllib.request

import schemathesis

base = os.environ["ANLAN_BASE"]
chance = random.Random(8)
known = {}
spans = ["2026-07-20", "2026-07-20/2026-07-26", "../2026-07-26", "2026-07-20T00:00:00Z/..",
         "2026-07-20T08:00:00+08:00/2026-07-21T08:00:00.5+08:00"]
boxes = [[119.5, 26.5, 120.5, 27], [179, -1, -179, 1], [120, 26.8, 120, 26.8]]
values = {"string": "'a''b'", "integer": "3", "number": "-2.5e1", "boolean": "TRUE",
          "date": "DATE('2026-07-20')", "date-time": "TIMESTAMP('2026-07-20T00:00:00Z')"}


def filters(layer):
    """Of each column its comparisons, then two of them together, and of places what lies in a box."""
    if layer not in known:
        with urllib.request.urlopen(f"{base}/collections/{layer}/queryables") as answer:
            columns = json.load(answer)["properties"]
        found = []
        for name, schema in columns.items():
            if name == "geometry":
                found.append("S_INTERSECTS(geometry, POLYGON((119 26,121 26,121 28,119 28,119 26)))")
                continue
            value = values[schema.get("format") if schema.get("format", "").startswith("date") else schema["type"]]
            found += [f"{name} = {value}", f"{name} IS NOT NULL", f"NOT ({name} <> {value})"]
            if schema["type"] != "boolean":
                found += [f"{name} IN ({value},{value})"]
            if schema["type"] in ("integer", "number"):
                found += [f"{name} BETWEEN {value} AND 9", f"{name} >= {value}"]
            if value == values["string"]:
                found += [f"{name} LIKE 'a%_'", f"CASEI({name}) = CASEI('X')"]
        known[layer] = found
    one, other = chance.choice(known[layer]), chance.choice(known[layer])
    return chance.choice([one, f"{one} AND ({other} OR NOT {one})"])


def looks_like_a_box(box):
    """Four numbers or six, as a list or with commas between."""
    try:
        numbers = [float(n) for n in (box.split(",") if isinstance(box, str) else box)]
    except (TypeError, ValueError):
        return False
    return len(numbers) in (4, 6)


@schemathesis.hook
def map_query(context, query):
    parts = (context.operation.path if context.operation else "").split("/")
    if query and "datetime" in query:
        query["datetime"] = chance.choice(spans)
    if query and "filter" in query and len(parts) > 2:
        query["filter"] = filters(parts[2])
        if query.get("filter-lang") == "cql2-json":
            # Of the same columns: the first of them, whatever it is.
            name = known[parts[2]][0].split(" ")[0]
            query["filter"] = json.dumps({"op": "not", "args": [{"op": "isNull", "args": [{"property": name}]}]})
    # Numbers alone do not make a box: it has a south and a north, and lies in its system.
    if query and "bbox" in query and looks_like_a_box(query["bbox"]):
        chosen = chance.choice(boxes)
        query["bbox"] = ",".join(map(str, chosen)) if isinstance(query["bbox"], str) else chosen
        # What is no system at all stays, and must be refused.
        if str(query.get("bbox-crs", "")).startswith("http://www.opengis.net/def/crs/"):
            query.pop("bbox-crs")
    return query


@schemathesis.hook
def map_body(context, body):
    """Fewer draws than are allowed: what is tried is the question, not the machine."""
    inputs = body.get("inputs") if isinstance(body, dict) else None
    for name in ("permutations", "replicates", "stop-after"):
        if isinstance(inputs, dict) and type(inputs.get(name)) is int and inputs[name] > 99:
            inputs[name] = 99
    return body


@schemathesis.hook
def filter_case(context, case):
    """More features than there may be are no fault: as many as there may be come (OGC 17-069r4, /req/core/fc-limit-response-1)."""
    query = case.query or {}
    limit = str(query.get("limit", ""))
    if limit.isdigit() and int(limit) > 10_000:
        return False
    # Six numbers break the one half of “four or six” and keep the other.
    if str(query.get("bbox", "")).count(",") == 5:
        return False
    # What a form leaves empty is not asked for.
    if any(query.get(name) in ("", []) for name in ("bbox", "datetime", "filter")):
        return False
    # Coordinates in another system are GeoJSON's alone, which no schema says.
    if "crs" in query and query.get("f") in ("csv", "html"):
        return False
    # Degrees are no place in a zone of metres: that box is refused, and may be.
    return not (looks_like_a_box(query.get("bbox")) and "EPSG" in str(query.get("bbox-crs", "")))
