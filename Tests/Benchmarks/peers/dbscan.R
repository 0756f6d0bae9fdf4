# dbscan.R POINTS N EPS MINPTS LABELS: R dbscan on a matrix in memory; prints seconds.
if (!requireNamespace("dbscan", quietly = TRUE)) quit(status = 77)
suppressPackageStartupMessages(library(dbscan))
a <- commandArgs(trailingOnly = TRUE)
points <- matrix(readBin(a[1], "double", 2 * as.numeric(a[2])), ncol = 2, byrow = TRUE)
best <- Inf
for (round in 1:2) {
  t <- system.time(r <- dbscan(points, eps = as.numeric(a[3]), minPts = as.numeric(a[4])))
  best <- min(best, t[3])
}
writeBin(as.integer(r$cluster) - 1L, a[5])
cat("R dbscan ", as.character(packageVersion("dbscan")), "\t", best, "\n", sep = "")
