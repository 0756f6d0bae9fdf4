/// What an address is called in metrics and logs: never what was asked for.
enum RouteName {
  static func of(_ path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    guard let first = parts.first else { return "/" }
    switch (first, parts.count) {
    case ("conformance", 1), ("api", 1), ("collections", 1), ("styles", 1), ("health", 1),
      ("metrics", 1), ("processes", 1), ("jobs", 1):
      return "/" + first
    case ("styles", 2): return "/styles/{style}"
    case ("page", 2): return "/page/{file}"
    case ("processes", 2): return "/processes/{process}"
    case ("processes", 3) where parts[2] == "execution": return "/processes/{process}/execution"
    case ("jobs", 2): return "/jobs/{job}"
    case ("jobs", 3) where parts[2] == "results": return "/jobs/{job}/results"
    case ("collections", 2): return "/collections/{collection}"
    case ("collections", 3) where ["items", "queryables", "tilejson", "tiles"].contains(parts[2]):
      return "/collections/{collection}/\(parts[2])"
    case ("collections", 4) where parts[2] == "items":
      return "/collections/{collection}/items/{feature}"
    case ("collections", 4) where parts[2] == "tiles":
      return "/collections/{collection}/tiles/{set}"
    case ("collections", 7) where parts[2] == "tiles":
      return "/collections/{collection}/tiles/{set}/{tile}"
    default: return "other"
    }
  }
}
