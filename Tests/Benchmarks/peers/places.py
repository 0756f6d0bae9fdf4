"""places.py POINTS RINGS LENGTHS OWNERS: shapely's STRtree, built and asked for the polygons that
each point intersects; prints seconds."""
import sys
import time

try:
    import numpy as np
    import shapely
except ImportError:
    sys.exit(77)

points = np.fromfile(sys.argv[1]).reshape(-1, 2)
rings = np.fromfile(sys.argv[2]).reshape(-1, 2)
lengths = np.fromfile(sys.argv[3], dtype=np.int32)
polygons = shapely.polygons(
    shapely.linearrings(rings, indices=np.repeat(np.arange(len(lengths)), lengths)))
best = None
for _ in range(2):
    start = time.perf_counter()
    tree = shapely.STRtree(polygons)
    shapely.prepare(polygons)
    point, polygon = tree.query(shapely.points(points), predicate="intersects")
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
owners = np.full((len(points), 2), -1, dtype=np.int32)
owners[point, 0] = polygon
owners[:, 1] = np.bincount(point, minlength=len(points))
owners.tofile(sys.argv[4])
print(f"shapely {shapely.__version__}", best, sep="\t")
