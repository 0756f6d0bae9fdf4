"""gistar.py SIDE PERMUTATIONS VALUES Z P: esda's G* on a SIDE x SIDE queen lattice of gamma values,
numba warm, the better of one and two jobs; prints seconds."""
import sys
import time
import warnings
import esda
import libpysal
import numpy as np

warnings.filterwarnings("ignore")
side, permutations = int(sys.argv[1]), int(sys.argv[2])
w = libpysal.weights.lat2W(side, side, rook=False)
y = np.random.default_rng(2).gamma(2, 2, side * side)
y.tofile(sys.argv[3])
best = None
for jobs in (1, 2):
    call = dict(transform="B", star=True, n_jobs=jobs, seed=1, keep_simulations=False)
    esda.G_Local(y, w, permutations=99, **call)
    for _ in range(3 if side <= 100 else 1):
        start = time.perf_counter()
        g = esda.G_Local(y, w, permutations=permutations, **call)
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
g.Zs.tofile(sys.argv[4])
g.p_sim.astype(np.float64).tofile(sys.argv[5])
print(f"esda {esda.__version__}", best, sep="\t")
