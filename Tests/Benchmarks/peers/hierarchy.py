"""hierarchy.py POINTS SIZE SAMPLES LABELS: fast_hdbscan on columns in memory, compiled before; prints seconds."""
import sys
import time

try:
    import fast_hdbscan
    import numpy as np
except ImportError:
    sys.exit(77)

points = np.fromfile(sys.argv[1]).reshape(-1, 2)
model = fast_hdbscan.HDBSCAN(min_cluster_size=int(sys.argv[2]), min_samples=int(sys.argv[3]))
model.fit(points[:5000])
best = None
for _ in range(3):
    start = time.perf_counter()
    model.fit(points)
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
model.labels_.astype(np.int32).tofile(sys.argv[4])
print("fast_hdbscan", best, sep="\t")
