SELECT coalesce(sum(n), 0), coalesce(sum(spike_rows), 0), coalesce(sum(future_rows), 0),
  coalesce(sum(n * exact_share) / sum(n), 0.0), coalesce(sum(n * midnight_share) / sum(n), 0.0)
FROM grid_quality
