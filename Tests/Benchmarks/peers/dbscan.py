"""dbscan.py POINTS EPS MINPTS LABELS: scikit-learn on columns in memory; prints seconds."""
import sys
import time

try:
    import numpy as np
    import sklearn
    from sklearn.cluster import DBSCAN
except ImportError:
    sys.exit(77)

points = np.fromfile(sys.argv[1]).reshape(-1, 2)
best = None
for jobs in (1, 2) if len(points) <= 100_000 else (1,):
    start = time.perf_counter()
    model = DBSCAN(eps=float(sys.argv[2]), min_samples=int(sys.argv[3]), algorithm="kd_tree", n_jobs=jobs).fit(points)
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
model.labels_.astype(np.int32).tofile(sys.argv[4])
print(f"scikit-learn {sklearn.__version__}", best, sep="\t")
