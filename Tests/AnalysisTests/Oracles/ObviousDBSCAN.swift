import Analysis

/// DBSCAN as its rules are told, over all pairs.
func obviousDBSCAN(
  _ x: [Double], _ y: [Double], radius: Double, minimumPoints: Int
) -> PointClusters {
  let n = x.count
  func square(_ a: Int, _ b: Int) -> Double {
    (x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b])
  }
  func near(_ a: Int, _ b: Int) -> Bool { square(a, b) <= radius * radius }
  let isCore = (0..<n).map { a in (0..<n).count { near(a, $0) } >= minimumPoints }
  var labels = [Int32](repeating: PointClusters.noise, count: n)
  var clusters: Int32 = 0
  for start in 0..<n where isCore[start] && labels[start] < 0 {
    labels[start] = clusters
    var stack = [start]
    while let point = stack.popLast() {
      for other in 0..<n where isCore[other] && labels[other] < 0 && near(point, other) {
        labels[other] = clusters
        stack.append(other)
      }
    }
    clusters += 1
  }
  for point in 0..<n where !isCore[point] {
    let nearest = (0..<n).filter { isCore[$0] && near(point, $0) }
      .min { (square(point, $0), labels[$0]) < (square(point, $1), labels[$1]) }
    if let nearest { labels[point] = labels[nearest] }
  }
  return PointClusters(labels: labels, isCore: isCore, clusterCount: Int(clusters))
}
