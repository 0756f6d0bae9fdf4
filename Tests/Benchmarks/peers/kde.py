"""kde.py POINTS BANDWIDTH NODES: KDEpy's FFT on columns in memory; prints seconds."""
import sys
import time

try:
    import numpy as np
    from KDEpy import FFTKDE
except ImportError:
    sys.exit(77)

points = np.fromfile(sys.argv[1]).reshape(-1, 2)
nodes = int(sys.argv[3])
best = None
for _ in range(5):
    start = time.perf_counter()
    FFTKDE(kernel="gaussian", bw=float(sys.argv[2])).fit(points).evaluate((nodes, nodes))
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
print("KDEpy FFT", best, sep="\t")
