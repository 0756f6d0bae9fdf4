import SimpleFeatures
import Synchronization
import Workflows

/// The jobs that were asked for lately, in memory: what became of each, and its result while there
/// is room.
final class JobBoard: Sendable {
  enum Status: String, Sendable {
    case accepted, running, successful, failed, dismissed
  }

  /// One execution that nobody waits for.
  final class Job: Sendable {
    let id: String
    let process: ServiceProcess
    /// Who may ask for it.
    let owner: String
    let created: Instant
    private let stop = Atomic<Bool>(false)
    private let told: Mutex<State>

    struct State: Sendable {
      var status = Status.accepted
      var message = "Waits for its turn."
      var progress = 0
      var started: Instant?
      var finished: Instant?
      var updated: Instant
      var result: ServiceAnswer?
      var problem: Problem?
    }

    init(id: String, process: ServiceProcess, owner: String, created: Instant) {
      self.id = id
      self.process = process
      self.owner = owner
      self.created = created
      told = Mutex(State(updated: created))
    }

    var state: State { told.withLock { $0 } }
    var isStopped: Bool { stop.load(ordering: .relaxed) }

    func change(_ body: (inout State) -> Void) { told.withLock { body(&$0) } }

    /// - Returns: whether it was under way or waiting.
    @discardableResult
    func dismiss(at now: Instant) -> Bool {
      stop.store(true, ordering: .relaxed)
      return told.withLock { state in
        let wasOpen = state.status == .accepted || state.status == .running
        state.status = .dismissed
        state.message = "Dismissed."
        state.result = nil
        state.updated = now
        if state.finished == nil { state.finished = now }
        return wasOpen
      }
    }
  }

  /// The most that are remembered, that wait, and the bytes of results that are kept.
  private static let mostJobs = 200
  private static let mostWaiting = 20
  private static let mostBytes = 64 << 20

  private let jobs = Mutex<[Job]>([])

  /// - Returns: `nil` where too many wait already.
  func add(_ process: ServiceProcess, owner: String, at now: Instant) -> Job? {
    jobs.withLock { jobs in
      let open = jobs.count { [.accepted, .running].contains($0.state.status) }
      guard open < Self.mostWaiting else { return nil }
      var random = SystemRandomNumberGenerator()
      let digits = String(random.next() as UInt64, radix: 16)
      let id = String(repeating: "0", count: 16 - digits.count) + digits
      let job = Job(id: id, process: process, owner: owner, created: now)
      jobs.append(job)
      Self.tidy(&jobs)
      return job
    }
  }

  /// The oldest that are finished go first.
  private static func tidy(_ jobs: inout [Job]) {
    func isDone(_ job: Job) -> Bool { job.state.finished != nil }
    while jobs.count > mostJobs, let oldest = jobs.firstIndex(where: isDone) {
      jobs.remove(at: oldest)
    }
    var bytes = jobs.reduce(0) { $0 + ($1.state.result?.body.count ?? 0) }
    while bytes > mostBytes, let oldest = jobs.firstIndex(where: { $0.state.result != nil }) {
      bytes -= jobs[oldest].state.result?.body.count ?? 0
      jobs.remove(at: oldest)
    }
  }

  func tidy() { jobs.withLock { Self.tidy(&$0) } }

  func job(_ id: String, owner: String) -> Job? {
    jobs.withLock { jobs in jobs.first { $0.id == id && $0.owner == owner } }
  }

  /// The newest first.
  func all(of owner: String) -> [Job] {
    jobs.withLock { jobs in jobs.filter { $0.owner == owner }.reversed() }
  }

  func remove(_ job: Job) { jobs.withLock { $0.removeAll { $0 === job } } }

  /// All that is under way ends, so that the program can.
  func dismissAll(at now: Instant) {
    for job in jobs.withLock({ $0 }) where job.state.finished == nil { job.dismiss(at: now) }
  }
}
