import Foundation
import Formats
import SimpleFeatures
import Storage
import Workflows

extension MapService {
  // MARK: What there is

  func processes(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters + ["limit"])
    try requireProcesses(asked)
    guard asked.format != .html else {
      return HTMLDocument(title: "计算 Processes", base: asked.base).list(
        ServiceProcess.allCases.map {
          (text: "\($0.title): \($0.words)", href: asked.base + "/processes/\($0.rawValue)")
        }
      ).answer
    }
    return ServiceAnswer(json: [
      "processes": .array(
        ServiceProcess.allCases.map { .object(Self.summary($0, base: asked.base)) }),
      "links": [Link(asked.base + "/processes", "self", .json)].json,
    ])
  }

  /// `/processes/ID` and `/processes/ID/execution`.
  func process(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    try requireProcesses(asked)
    guard let process = ServiceProcess(rawValue: asked.segments[1]) else {
      throw Problem.noSuchProcess(asked.segments[1])
    }
    switch (asked.segments.count, asked.segments.dropFirst(2).first) {
    case (2, _): return ServiceAnswer(json: description(of: process, base: asked.base))
    case (3, "execution"): return try execute(process, asked)
    default: throw Problem.notFound("There is nothing at \(asked.path.prefix(200)).")
    }
  }

  private static func summary(_ process: ServiceProcess, base: String) -> [(String, JSON)] {
    let address = base + "/processes/\(process.rawValue)"
    return [
      ("id", .text(process.rawValue)), ("title", .text(process.title)),
      ("description", .text(process.words)), ("version", .text(ServiceProcess.version)),
      ("jobControlOptions", ["sync-execute", "async-execute", "dismiss"]),
      ("outputTransmission", ["value"]),
      (
        "links",
        [
          Link(address, "self", .json),
          Link(
            address + "/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute", .json,
            "Where it is executed"),
        ].json
      ),
    ]
  }

  private func description(of process: ServiceProcess, base: String) -> JSON {
    .object(
      Self.summary(process, base: base) + [
        ("inputs", .object(process.inputs.map { ($0.name, $0.description) })),
        (
          "outputs",
          [
            "result": [
              "title": .text(process.title),
              "description": .text("Features with the columns of \(process.layer)."),
              "schema": [
                "type": "object", "format": "geojson-feature-collection",
                "contentMediaType": .text(MediaType.geoJSON.rawValue),
              ],
            ]
          ]
        ),
      ])
  }

  // MARK: Execution

  private func execute(_ process: ServiceProcess, _ asked: Question) throws -> ServiceAnswer {
    let document = try JSON(asked.body.isEmpty ? Array("{}".utf8) : asked.body, what: "The body")
    let isWrapped = try Self.isWrapped(document)
    let incidents = try pool.withStore { store in
      try store.answer(IncidentKeyRange()) == nil
        ? nil : try asked.publish.open("incidents", in: store)
    }
    let work = ProcessWork(
      process: process,
      inputs: try ProcessInputs(
        document, of: process, incidents: incidents, area: asked.visitor.area),
      home: configuration.home)
    try audit.add(
      asked.visitor, "process \(process.rawValue)", "incidents", box: try work.inputs.box(),
      features: 0)
    // What cannot be meant is told at once, not in a job.
    guard asked.prefersJob else {
      return try perform(
        work, isWrapped, seconds: configuration.processSeconds, isCancelled: asked.isCancelled,
        patience: 2)
    }
    let now = configuration.clock.instant()
    guard let job = jobBoard.add(process, owner: asked.visitor.key, at: now) else {
      throw Problem.busy("Too many jobs wait already; ask again in a minute.")
    }
    onOwnThread { [self] in perform(work, isWrapped, as: job) }
    var answer = ServiceAnswer(json: status(of: job, base: asked.base))
    answer.status = 201
    answer.headers += [
      ("Location", asked.base + "/jobs/\(job.id)"), ("Preference-Applied", "respond-async"),
    ]
    return answer
  }

  /// Whether the result is wanted as a member of a document.
  private static func isWrapped(_ document: JSON) throws(Problem) -> Bool {
    switch document["response"] {
    case nil, .text("raw")?: return false
    case .text("document")?: return true
    case let other?: throw .badInput("response", "is \(other.kind); it is raw or document")
    }
  }

  private func perform(
    _ work: ProcessWork, _ isWrapped: Bool, seconds: Double, isCancelled: @escaping Cancellation,
    patience: Double, progress: @escaping (Double) -> Void = { _ in }
  ) throws -> ServiceAnswer {
    let clock = configuration.clock
    guard processGate.enter(within: patience, clock: clock, isCancelled: isCancelled) else {
      if isCancelled() { throw WorkflowError.cancelled }
      throw Problem.busy(
        "As much is computed as this machine may at a time; ask again in a moment, or with "
          + "Prefer: respond-async.")
    }
    defer { processGate.leave() }
    let end = clock.seconds() + seconds
    progress(0)
    do {
      let findings = try pool.withStore { store in
        try work.run(
          in: store, isCancelled: { isCancelled() || clock.seconds() > end }, progress: progress)
      }
      return try answer(findings, of: work.process, isWrapped)
    } catch let error as WorkflowError where error.kind == .cancelled {
      guard !isCancelled() else { throw error }
      throw Problem(
        status: 422, title: "Too long",
        detail: "This takes longer than \(Int(seconds)) s; choose fewer incidents, or fewer draws, "
          + "or ask with Prefer: respond-async.")
    }
  }

  private func answer(
    _ findings: Findings, of process: ServiceProcess, _ isWrapped: Bool
  ) throws -> ServiceAnswer {
    guard findings.features.count <= configuration.mostResults else {
      throw Problem(
        status: 400, title: "Too many",
        detail: "There are \(findings.features.count) features, more than "
          + "\(configuration.mostResults); choose a smaller bbox or area.")
    }
    let run = findings.run
    func parsed(_ text: String) -> JSON {
      (try? JSON(Array(text.utf8), what: "A run")) ?? .text(text)
    }
    let members: [(String, JSON)] = [
      ("type", "FeatureCollection"), ("name", .text(findings.layer.name)),
      ("process", .text(process.rawValue)), ("message", .text(findings.sentence)),
      ("parameters", parsed(run.parameters)), ("summary", parsed(run.summary)),
      ("synthetic", .boolean(run.isSynthetic)),
      ("numberReturned", .integer(findings.features.count)),
    ]
    let text = GeoJSONText(
      schema: findings.layer.schema, clock: try studyClock(), isNorthFirst: false)
    let stretch = try text.text(.stretch) { take in
      for feature in findings.features { try take(KeptFeatureRow(feature)) }
    }
    var body = GeoJSONText.collection(of: stretch, members: members)
    guard isWrapped else { return ServiceAnswer(type: MediaType.geoJSON.rawValue, body) }
    body = Array("{\"result\":".utf8) + body + [UInt8(ascii: "}")]
    return ServiceAnswer(type: MediaType.json.rawValue, body)
  }

  private func studyClock() throws -> StudyClock {
    let settings = try pool.withStore { try $0.answer(Settings()) }
    return try StudyClock(settings[.timeZone] ?? "Asia/Shanghai")
  }

  // MARK: Jobs

  private func perform(_ work: ProcessWork, _ isWrapped: Bool, as job: JobBoard.Job) {
    let clock = configuration.clock
    do {
      let answer = try perform(
        work, isWrapped, seconds: configuration.jobSeconds,
        isCancelled: { job.isStopped }, patience: 3600
      ) { share in
        job.change { state in
          guard state.finished == nil else { return }
          if state.status == .accepted {
            state.status = .running
            state.message = "Under way."
            state.started = clock.instant()
          }
          state.progress = min(99, max(state.progress, Int(share * 100)))
          state.updated = clock.instant()
        }
      }
      finish(job, .successful, "Done.") { $0.result = answer }
    } catch let problem as Problem {
      finish(job, .failed, problem.detail) { $0.problem = problem }
    } catch {
      let problem = Problem(
        status: 500, title: "Failed", detail: "The service could not compute this.")
      finish(job, .failed, problem.detail) { $0.problem = problem }
    }
    jobBoard.tidy()
  }

  private func finish(
    _ job: JobBoard.Job, _ status: JobBoard.Status, _ message: String,
    _ body: (inout JobBoard.Job.State) -> Void
  ) {
    let now = configuration.clock.instant()
    job.change { state in
      // What was dismissed stays so.
      guard state.finished == nil else { return }
      state.status = status
      state.message = message
      state.finished = now
      state.updated = now
      if status == .successful { state.progress = 100 }
      body(&state)
    }
  }

  func jobs(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    try requireProcesses(asked)
    let all = jobBoard.all(of: asked.visitor.key)
    return ServiceAnswer(json: [
      "jobs": .array(all.map { status(of: $0, base: asked.base) }),
      "links": [Link(asked.base + "/jobs", "self", .json)].json,
    ])
  }

  /// `/jobs/ID` and `/jobs/ID/results`.
  func job(_ asked: Question) throws -> ServiceAnswer {
    try asked.parameters.requireKnown(Self.commonParameters)
    try requireProcesses(asked)
    guard let job = jobBoard.job(asked.segments[1], owner: asked.visitor.key) else {
      throw Problem(
        status: 404, title: "No such job", detail: "There is no such job, or it is forgotten.",
        type: "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-job")
    }
    switch (asked.segments.count, asked.segments.dropFirst(2).first, asked.method) {
    case (2, _, "DELETE"):
      let wasOpen = job.dismiss(at: configuration.clock.instant())
      if !wasOpen { jobBoard.remove(job) }
      return ServiceAnswer(json: status(of: job, base: asked.base))
    case (2, _, _): return ServiceAnswer(json: status(of: job, base: asked.base))
    case (3, "results", _):
      let state = job.state
      if let problem = state.problem { throw problem }
      guard let result = state.result else {
        throw Problem(
          status: 404, title: "Not ready", detail: "The job is \(state.status.rawValue).",
          type: "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/result-not-ready")
      }
      return result
    default: throw Problem.notFound("There is nothing at \(asked.path.prefix(200)).")
    }
  }

  private func status(of job: JobBoard.Job, base: String) -> JSON {
    let state = job.state
    let address = base + "/jobs/\(job.id)"
    func time(_ instant: Instant) -> JSON { .text(instant.formatted(offsetSeconds: 0)) }
    var members: [(String, JSON)] = [
      ("processID", .text(job.process.rawValue)), ("type", "process"), ("jobID", .text(job.id)),
      ("status", .text(state.status.rawValue)), ("message", .text(state.message)),
      ("progress", .integer(state.progress)), ("created", time(job.created)),
    ]
    if let started = state.started { members.append(("started", time(started))) }
    if let finished = state.finished { members.append(("finished", time(finished))) }
    members.append(("updated", time(state.updated)))
    var links = [Link(address, "self", .json)]
    if state.result != nil {
      links.append(
        Link(
          address + "/results", "http://www.opengis.net/def/rel/ogc/1.0/results", .json,
          "The result"))
    }
    members.append(("links", links.json))
    return .object(members)
  }

  /// Free questions would tell small counts: those who see no points compute nothing.
  private func requireProcesses(_ asked: Question) throws(Problem) {
    guard asked.publish.audience.seesPoints else {
      throw .notFound("There is nothing at \(asked.path.prefix(200)).")
    }
  }
}

extension Problem {
  fileprivate static func noSuchProcess(_ name: String) -> Problem {
    Problem(
      status: 404, title: "No such process", detail: "There is no process \(name.prefix(60)).",
      type: "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-process")
  }

  static func busy(_ detail: String) -> Problem {
    Problem(status: 429, title: "Busy", detail: detail, retryAfter: 5)
  }
}
