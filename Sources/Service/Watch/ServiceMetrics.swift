import Synchronization

/// How the service fares, in the text that Prometheus reads.
///
/// > Prometheus. *Exposition formats*, text format 0.0.4.
final class ServiceMetrics: Sendable {
  private struct Route {
    var answers: [Int: Int] = [:]
    /// Answers within each bound of `bounds`, and beyond.
    var within = [Int](repeating: 0, count: ServiceMetrics.bounds.count + 1)
    var seconds = 0.0
    var count = 0
  }

  private struct State {
    var routes: [String: Route] = [:]
    var bytes = 0
  }

  /// Seconds.
  private static let bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

  private let state = Mutex(State())
  /// Connections that are open now, and all that ever were.
  private let open = Atomic<Int>(0)
  private let opened = Atomic<Int>(0)

  func connected() {
    open.add(1, ordering: .relaxed)
    opened.add(1, ordering: .relaxed)
  }

  func disconnected() { open.subtract(1, ordering: .relaxed) }

  func answered(_ route: String, status: Int, bytes: Int, seconds: Double) {
    state.withLock { state in
      var own = state.routes[route] ?? Route()
      own.answers[status, default: 0] += 1
      own.within[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
      own.seconds += seconds
      own.count += 1
      state.routes[route] = own
      state.bytes += bytes
    }
  }

  /// - Parameter gauges: further numbers of now, by name.
  func text(gauges: KeyValuePairs<String, Int>, counters: KeyValuePairs<String, Int>) -> String {
    let (routes, bytes) = state.withLock { ($0.routes.sorted { $0.key < $1.key }, $0.bytes) }
    var lines = [
      "# HELP anlan_requests_total Answers, by route and status.",
      "# TYPE anlan_requests_total counter",
    ]
    for (name, route) in routes {
      for (status, count) in route.answers.sorted(by: { $0.key < $1.key }) {
        lines.append("anlan_requests_total{route=\"\(name)\",status=\"\(status)\"} \(count)")
      }
    }
    lines += [
      "# HELP anlan_request_seconds How long answers took.",
      "# TYPE anlan_request_seconds histogram",
    ]
    for (name, route) in routes {
      var sum = 0
      for (bound, count) in zip(Self.bounds, route.within) {
        sum += count
        lines.append("anlan_request_seconds_bucket{route=\"\(name)\",le=\"\(bound)\"} \(sum)")
      }
      lines += [
        "anlan_request_seconds_bucket{route=\"\(name)\",le=\"+Inf\"} \(route.count)",
        "anlan_request_seconds_sum{route=\"\(name)\"} \(route.seconds)",
        "anlan_request_seconds_count{route=\"\(name)\"} \(route.count)",
      ]
    }
    for (name, value) in counters {
      lines += ["# TYPE anlan_\(name) counter", "anlan_\(name) \(value)"]
    }
    lines += ["# TYPE anlan_answer_bytes_total counter", "anlan_answer_bytes_total \(bytes)"]
    lines += [
      "# TYPE anlan_connections_total counter",
      "anlan_connections_total \(opened.load(ordering: .relaxed))",
      "# TYPE anlan_connections gauge", "anlan_connections \(open.load(ordering: .relaxed))",
    ]
    for (name, value) in gauges {
      lines += ["# TYPE anlan_\(name) gauge", "anlan_\(name) \(value)"]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
