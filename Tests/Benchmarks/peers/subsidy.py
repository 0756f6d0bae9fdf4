"""subsidy.py COSTS BENEFITS TOWNS HEAD BEST: the same multiple-choice knapsack for OR-tools' CP-SAT on
two threads, a minute at most; writes its best and its bound, prints seconds of the solver alone."""
import sys

try:
    import numpy as np
    import ortools
    from ortools.sat.python import cp_model
except ImportError:
    sys.exit(77)

head = np.fromfile(sys.argv[4], dtype=np.int64)
budget, zones, levels, minimums = int(head[0]), int(head[1]), int(head[2]), head[3:]
costs = np.fromfile(sys.argv[1], dtype=np.int64).reshape(zones, levels)
benefits = np.fromfile(sys.argv[2], dtype=np.int64).reshape(zones, levels)
towns = np.fromfile(sys.argv[3], dtype=np.int64)

model = cp_model.CpModel()
choice = [[model.new_bool_var("") for _ in range(levels)] for _ in range(zones)]
for row in choice:
    model.add_exactly_one(row)


def total(column, members):
    return sum(
        int(column[zone][level]) * choice[zone][level]
        for zone in members for level in range(levels) if column[zone][level])


everywhere = range(zones)
model.add(total(costs, everywhere) <= budget)
for town, minimum in enumerate(minimums):
    if minimum > 0:
        model.add(total(costs, np.flatnonzero(towns == town)) >= int(minimum))
model.maximize(total(benefits, everywhere))
solver = cp_model.CpSolver()
solver.parameters.num_workers = 2
solver.parameters.max_time_in_seconds = 60
solver.parameters.relative_gap_limit = 0
status = solver.solve(model)
if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
    sys.exit(1)
np.array([solver.objective_value, solver.best_objective_bound]).tofile(sys.argv[5])
said = "proven" if status == cp_model.OPTIMAL else "not proven"
print(f"OR-tools {ortools.__version__}, {said}", solver.wall_time, sep="\t")
