"""compound.py SIZES YEARS RATE LIMIT: simulated years by numpy, a year at a time; prints seconds."""
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(77)

sizes = np.sort(np.fromfile(sys.argv[1]))
years, claims, limit = int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
sizes = np.minimum(sizes, limit)
tail = min(max(5, int(len(sizes) * 0.1)), len(sizes) - 1)
threshold = sizes[len(sizes) - tail - 1]
alpha = (sizes[-tail:] < limit).sum() / np.log(sizes[-tail:] / threshold).sum()
body, share = sizes[: len(sizes) - tail], tail / len(sizes)
random = np.random.default_rng(1)
start = time.perf_counter()
rates = random.gamma(claims + 0.5, 1.0, years)
counts = random.poisson(rates)
out = 0
total = np.zeros(years)
for block in range(0, years, 2000):
    some = counts[block : block + 2000]
    n = some.sum()
    u = random.random(n)
    large = u < share
    drawn = body[np.minimum(((u - share) / (1 - share) * len(body)).astype(int), len(body) - 1)]
    drawn[large] = np.minimum(limit, threshold * (u[large] / share) ** (-1 / alpha))
    ends = np.cumsum(some)
    sums = np.concatenate([[0], np.cumsum(drawn)])
    starts = np.concatenate([[0], ends[:-1]])
    total[block : block + 2000] = sums[ends] - sums[starts]
    passed = np.searchsorted(sums, sums[starts] + limit)
    when = random.beta(np.maximum(1, passed - starts), np.maximum(1, ends - passed + 1))
    out += (total[block : block + 2000] >= limit).sum()
seconds = time.perf_counter() - start
np.array([out / years, total.mean()]).tofile(sys.argv[5])
print("numpy " + np.__version__, seconds, sep="\t")
