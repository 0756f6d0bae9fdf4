"""choices.py UNITS ROWS COUNTS EXPOSURES RANGES MODE: other choices of an index in numpy, on columns in memory.

Points by every scale, with and without smoothing, and their logarithms are computed once, before the clock, as
ours are. A draw then takes weights within a quarter of themselves, a scale, a sum or a product, smoothing or
none, and leaves an indicator out or none; weighs the columns, ranks the units and counts their ranks in two
hundred bins. Seven draws a row: two samples, and the first with each choice of the second, as Sobol's shares
need. Leaves the widths of the middle nine tenths of the ranks. MODE: `draws`, one after the other; `matrices`, a
thousand of them weighed as products of matrices on all cores, which is the best that numpy can do.
"""
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(77)

units, rows = int(sys.argv[1]), int(sys.argv[2])
counts = np.fromfile(sys.argv[3]).reshape(-1, units)
exposures = np.fromfile(sys.argv[4])
indicators = len(counts)
raw = counts / exposures
mean = counts.sum(1) / exposures.sum()
rest = raw - mean[:, None]
variance = (exposures * rest * rest).sum(1) / exposures.sum()
between = np.maximum(0, variance - mean / exposures.mean())[:, None]
smooth = mean[:, None] + rest * between / (between + mean[:, None] / exposures)


def scaled(rates, scale):
    low, high = rates.min(1, keepdims=True), rates.max(1, keepdims=True)
    if scale == 0:
        return np.clip(100 * (8 - rates) / 8, 0, 100)
    if scale == 1:
        return 100 * (high - rates) / (high - low)
    if scale == 2:
        z = (rates - rates.mean(1, keepdims=True)) / rates.std(1, ddof=1, keepdims=True)
        return np.clip(50 - 10 * z, 0, 100)
    return 100 * (units - 1 - rates.argsort(1).argsort(1)) / (units - 1)


points = {}
for smoothing, rates in ((1, smooth), (0, raw)):
    for scale in range(4):
        column = scaled(rates, scale).astype(np.float32)
        points[smoothing, scale, 0] = column
        points[smoothing, scale, 1] = np.log(1 + 0.99 * column)


def choices():
    """Those of all draws: columns and weights."""
    random = np.random.default_rng(1)
    drawn = []
    for _ in range(rows):
        two = []
        for _ in range(2):
            omitted = random.integers(2 * indicators)
            two.append([
                random.uniform(0.75, 1.25, indicators), random.uniform(0.75, 1.25, 6),
                random.integers(4), random.integers(3) == 2, random.integers(2), omitted])
        mixed = [two[0], two[1]]
        for keys in ((0, 1), (2,), (3,), (4,), (5,)):
            one = list(two[0])
            for key in keys:
                one[key] = two[1][key]
            mixed.append(one)
        drawn += mixed
    keys, weights = [], np.zeros((len(drawn), indicators), np.float32)
    for number, (own, groups, scale, product, smoothing, omitted) in enumerate(drawn):
        own = own.reshape(6, -1).copy()
        if omitted < indicators:
            own.flat[omitted] = 0
        weights[number] = (own / own.sum(1, keepdims=True) * (groups / groups.sum())[:, None]).ravel()
        keys.append((int(smoothing), int(scale), int(product)))
    return keys, weights


every = np.arange(units)
place = np.arange(1, units + 1, dtype=np.int32)
bins = (np.arange(units) * 200 // units).astype(np.int32)


def count(score, number, base, ranks, shifts):
    order = np.argsort(-score)
    own = np.empty(units, np.int32)
    own[order] = place
    shifts[number] = np.abs(own - base).mean()
    if number % 7 < 2:
        ranks[every, bins[own - 1]] += 1


def single(keys, weights, base):
    ranks, shifts = np.zeros((units, 200), np.uint32), np.zeros(len(keys))
    for number, key in enumerate(keys):
        count(weights[number] @ points[key], number, base, ranks, shifts)
    return ranks


def batched(keys, weights, base):
    ranks, shifts = np.zeros((units, 200), np.uint32), np.zeros(len(keys))
    for first in range(0, len(keys), 1000):
        groups = {}
        for number in range(first, min(first + 1000, len(keys))):
            groups.setdefault(keys[number], []).append(number)
        for key, members in groups.items():
            scores = weights[members] @ points[key]
            for number, score in zip(members, scores):
                count(score, number, base, ranks, shifts)
    return ranks


order = np.argsort(-(np.full(indicators, 1 / indicators, np.float32) @ points[1, 0, 0]))
base = np.empty(units, np.int32)
base[order] = place
drawn = choices()
start = time.perf_counter()
ranks = (batched if sys.argv[6] == "matrices" else single)(*drawn, base)
seconds = time.perf_counter() - start
below = ranks.cumsum(1)
low = (below > 0.05 * 2 * rows).argmax(1)
high = 199 - (ranks[:, ::-1].cumsum(1) > 0.05 * 2 * rows).argmax(1)
(high - low + 1.0).tofile(sys.argv[5])
print("numpy, " + sys.argv[6], seconds, sep="\t")
