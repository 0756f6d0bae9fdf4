"""Points for clustering: 20 Gaussian clusters (80 %, sd 1.5) and uniform noise on [0, 100]^2.
points.py N OUT: float64, x and y in turn."""
import sys
import numpy as np

n = int(sys.argv[1])
r = np.random.default_rng(1)
centres = r.uniform(5, 95, (20, 2))
k = int(n * 0.8)
points = np.vstack([centres[r.integers(0, 20, k)] + r.normal(0, 1.5, (k, 2)), r.uniform(0, 100, (n - k, 2))])
r.shuffle(points)
points.tofile(sys.argv[2])
