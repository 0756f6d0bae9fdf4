"""lisa.py SIDE PERMUTATIONS VALUES I P [Y]: esda's local Moran on a SIDE x SIDE queen lattice of the
values, row-standardised, or the bivariate one with Y around; numba warm, the better of one and two
jobs; prints seconds."""
import sys
import time
import warnings

try:
    import esda
    import libpysal
    import numba  # noqa: F401. Without it esda does not compile its loop.
    import numpy as np
except ImportError:
    sys.exit(77)

warnings.filterwarnings("ignore")
side, permutations = int(sys.argv[1]), int(sys.argv[2])
w = libpysal.weights.lat2W(side, side, rook=False)
columns = [np.fromfile(path) for path in [sys.argv[3]] + sys.argv[6:]]
kind = esda.Moran_Local if len(columns) == 1 else esda.Moran_Local_BV
best = None
for jobs in (1, 2):
    call = dict(transformation="r", n_jobs=jobs, seed=1, keep_simulations=False)
    kind(*columns, w, permutations=99, **call)
    for _ in range(3 if side <= 100 else 1):
        start = time.perf_counter()
        lisa = kind(*columns, w, permutations=permutations, **call)
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
lisa.Is.tofile(sys.argv[4])
lisa.p_sim.astype(np.float64).tofile(sys.argv[5])
print(f"esda {esda.__version__}", best, sep="\t")
