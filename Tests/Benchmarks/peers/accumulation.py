"""accumulation.py FIXES PLACES LOSS: Holland's wind of every hour of every storm over all places with
numpy's columns, the strongest, the damage, the sum; prints seconds."""
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(77)

fixes = np.fromfile(sys.argv[1]).reshape(-1, 5)
lon, lat, value, shelter = np.fromfile(sys.argv[2]).reshape(4, -1)
x, y = np.radians(lon), np.radians(lat)
place = np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
RADIUS, RHO, RM, B = 6371.0088, 1.15, 45.0, 1.6


def loss(storm):
    t = storm[:, 1]
    steps = np.arange(t[0], t[-1] + 1, 3600.0)
    at = [np.interp(steps, t, storm[:, column]) for column in (2, 3, 4)]
    best = np.zeros(lon.size)
    for x0, y0, p0 in zip(*at):
        deficit = (1010.0 - p0) * 100
        if deficit <= 0:
            continue
        a, b = np.radians(x0), np.radians(y0)
        eye = np.array([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])
        r = RADIUS * np.arccos(np.clip(eye @ place, -1, 1))
        near = r < 600
        if not near.any():
            continue
        r = np.maximum(r[near], 1e-6)
        ratio = (RM / r) ** B
        turn = r * 1000 * 7.292115e-5 * abs(np.sin(b))
        wind = np.sqrt(B / RHO * ratio * deficit * np.exp(-ratio) + turn * turn) - turn
        best[near] = np.maximum(best[near], 0.85 * wind)
    share = np.interp(best * shelter, [17, 33, 60], [0, 0.3, 1])
    return float(np.sum(share * value))


storms = [fixes[fixes[:, 0] == number] for number in range(int(fixes[-1, 0]) + 1)]
start = time.perf_counter()
losses = np.array([loss(storm) for storm in storms])
seconds = time.perf_counter() - start
losses.tofile(sys.argv[3])
print(f"numpy {np.__version__}", seconds, sep="\t")
