"""index.py UNITS DRAWS COUNTS EXPOSURES RANGES: the same chain in numpy on columns in memory.

A draw makes counts anew from the moments, takes their moments, draws each rate from its posterior,
scales it by goalposts, sums in six groups, and ranks. Prints seconds; leaves the widths of the ranges.
"""
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(77)

units, draws = int(sys.argv[1]), int(sys.argv[2])
counts = np.fromfile(sys.argv[3]).reshape(-1, units)
exposures = np.fromfile(sys.argv[4])
random = np.random.default_rng(1)


def moments(columns):
    mean = columns.sum(1) / exposures.sum()
    rest = columns / exposures - mean[:, None]
    variance = (exposures * rest * rest).sum(1) / exposures.sum()
    return mean, np.maximum(0, variance - mean / exposures.mean())


def chain():
    mean, between = moments(counts)
    scores = np.zeros((units, 2000), np.uint32)
    ranks = np.zeros((units, 200), np.uint32)
    every = np.arange(units)
    for _ in range(draws):
        shape = (mean * mean / between)[:, None]
        rate = random.gamma(shape, size=counts.shape) * (between / mean)[:, None]
        anew = random.poisson(rate * exposures).astype(float)
        m, b = moments(anew)
        rate = random.gamma((m * m / b)[:, None] + counts) / ((m / b)[:, None] + exposures)
        points = np.clip(100 * (rate - 8) / (0 - 8), 0, 100)
        score = points.reshape(6, 20, units).mean(1).mean(0)
        scores[every, np.minimum(1999, (score * 20).astype(int))] += 1
        order = np.argsort(-score, kind="stable")
        ranks[order, np.arange(units) * 200 // units] += 1
    return scores


start = time.perf_counter()
scores = chain()
seconds = time.perf_counter() - start
below = scores.cumsum(1)
skipped = int(0.05 * draws)
low = (below > skipped).argmax(1) / 20
high = (2000 - (scores[:, ::-1].cumsum(1) > skipped).argmax(1)) / 20
(high - low).tofile(sys.argv[5])
print("numpy", seconds, sep="\t")
