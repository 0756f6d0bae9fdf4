import Foundation

/// Times the kernels beside programs that do the same work on the same columns, and stops if they
/// do not agree. All rows, or those of the named sections (`dbscan`, `gi`, `lisa`, `scan`, `hdbscan`,
/// `density`, `formats`, `places`, `index`, `schemes`, `storms`, `subsidy`, `import`, `postgis`,
/// `growth`), from the top of the repository:
///
///     make bench
///     swift run -c release --package-path Tests/Benchmarks Benchmarks gi growth
///
/// A peer that is not installed leaves its cells empty. The peers are those of
///
///     pip install numpy scikit-learn esda libpysal numba shapely fast_hdbscan KDEpy ortools
///     apt-get install r-cran-dbscan gdal-bin postgresql-15-postgis-3 bc
///
/// and `ANLAN_PEER_PYTHON` names the Python that has the packages, if it is not `python3`.
///
/// A time is the least of some rounds, of the work alone: columns are in memory before, and a
/// peer is warm. Run it on an idle machine; all of it takes about five minutes on two cores.
@main
struct Benchmark {
  static func main() {
    do {
      try run()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() throws {
    let chosen = Set(CommandLine.arguments.dropFirst())
    func isChosen(_ section: String) -> Bool { chosen.isEmpty || chosen.contains(section) }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-benchmarks-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let compared = [
      "dbscan", "hdbscan", "density", "scan", "gi", "lisa", "formats", "places", "index", "schemes",
      "storms", "subsidy",
    ]
    if compared.contains(where: isChosen) {
      say("| work | ours, 1 thread | ours, 2 threads | peer | ratio | agrees |")
      say("| --- | --- | --- | --- | --- | --- |")
    }
    if isChosen("dbscan") { try dbscan(folder.path) }
    if isChosen("hdbscan") { try hdbscan(folder.path) }
    if isChosen("density") { try density(folder.path) }
    if isChosen("scan") { try scan() }
    if isChosen("gi") { try getisOrd(folder.path) }
    if isChosen("lisa") { try autocorrelation(folder.path) }
    if isChosen("formats") { try formats(folder.path) }
    if isChosen("places") { try places(folder.path) }
    if isChosen("index") { try index(folder.path) }
    if isChosen("schemes") {
      try eligibility(folder.path)
      try compound(folder.path)
    }
    if isChosen("storms") { try storms(folder.path) }
    if isChosen("subsidy") { try subsidy(folder.path) }
    if isChosen("index") { try indexMemory() }
    if isChosen("growth") { try growth() }
    if isChosen("import") { try imports(folder.path) }
    if isChosen("postgis") { try postGIS(folder.path) }
  }

  enum Disagreement: Error {
    case threads
    case clusters(String)
    case scores(Double)
    case pValues(Double)
    case features(String)
    case owner(point: Int)
  }

  /// Prints a line that is read when it is done, also through a pipe.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  static func row(
    _ work: String, _ one: Double, _ two: Double?, _ peer: Peer.Answer? = nil,
    _ agreement: String = ""
  ) {
    let mine = two.map { String(format: "%.1f ms", $0 * 1e3) } ?? ""
    let ratio = peer.map { String(format: "%.1f", $0.seconds / min(one, two ?? one)) } ?? ""
    let other = peer.map { String(format: "%@: %.3f s", $0.name, $0.seconds) } ?? ""
    say(
      String(
        format: "| %@ | %.1f ms | %@ | %@ | %@ | %@ |", work, one * 1e3, mine, other, ratio,
        agreement))
  }
}

/// The least time of some rounds, and what the last of them gave.
func timed<T>(rounds: Int, _ work: () throws -> T) rethrows -> (seconds: Double, result: T) {
  let clock = ContinuousClock()
  var start = clock.now
  var result = try work()
  var least = clock.now - start
  for _ in 1..<max(1, rounds) {
    start = clock.now
    result = try work()
    least = min(least, clock.now - start)
  }
  return (least / .seconds(1), result)
}
