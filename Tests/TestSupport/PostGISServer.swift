public import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own: its data in a temporary folder, its door a socket there,
/// gone with the process that started it.
///
/// PostgreSQL does not run as root: then it runs as `nobody`.
public final class PostGISServer: Sendable {
  /// Why there is none here, for tests to say when they skip; `nil` where `shared` works.
  public static let absence: String? = {
    guard programs != nil else { return "no PostgreSQL here (Debian: postgresql-15-postgis-3)" }
    do {
      _ = try shared.get()
      return nil
    } catch {
      return "\(error)"
    }
  }()

  /// Started with the first test that asks.
  public static let shared = Result { try PostGISServer() }

  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  public let folder: URL
  private let programs: URL
  private let databases = Atomic<Int>(0)

  /// The folder that `ANLAN_POSTGRES` names, or that of Debian's newest server.
  private static let programs: URL? = {
    if let named = ProcessInfo.processInfo.environment["ANLAN_POSTGRES"] {
      return URL(filePath: named)
    }
    let versions =
      (try? FileManager.default.contentsOfDirectory(
        atPath: "/usr/lib/postgresql")) ?? []
    return versions.compactMap { Int($0) }.sorted().reversed()
      .map { URL(filePath: "/usr/lib/postgresql/\($0)/bin") }
      .first { FileManager.default.isExecutableFile(atPath: $0.appending(path: "initdb").path) }
  }()

  /// - Parameters:
  ///   - settings: lines of `postgresql.conf`.
  ///   - hasPostGIS: `false` for a server on a machine without PostGIS's files.
  public init(settings: [String] = [], hasPostGIS: Bool = true) throws {
    guard let installed = Self.programs else { throw Failure(description: "no PostgreSQL") }
    folder = URL(filePath: "/tmp").appending(path: "anlan-pg-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if getuid() == 0 { try Self.run("/bin/chown", ["nobody", folder.path]) }
    programs = hasPostGIS ? installed : try Self.bare(installed, in: folder)
    try Self.asUser(
      programs.appending(path: "initdb").path,
      [
        "-D", data, "-U", "anlan", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N",
        "--no-instructions",
      ])
    let configuration = URL(filePath: data).appending(path: "postgresql.auto.conf")
    let lines =
      [
        "listen_addresses = ''", "unix_socket_directories = '\(folder.path)'", "fsync = off",
        "synchronous_commit = off", "full_page_writes = off", "max_connections = 60",
        "shared_buffers = 128MB", "max_prepared_transactions = 20", "log_min_messages = fatal",
      ] + settings
    let text = lines.joined(separator: "\n") + "\n"
    // Written by the user who owns the folder.
    try Self.asUser(
      "/bin/sh", ["-c", "printf '%s' \"$1\" >> \"$2\"", "sh", text, configuration.path])
    // One user, made by whoever needs it, who must give a password.
    let doors = URL(filePath: data).appending(path: "pg_hba.conf").path
    try Self.asUser(
      "/bin/sh",
      [
        "-c", "printf 'local all locked scram-sha-256\nlocal all all trust\n' > \"$1\"", "sh",
        doors,
      ])
    try start()
    Self.stopAtExit(folder.path)
    guard hasPostGIS else { return }
    // Half a second once, and not for each database.
    try psql("postgres", "create database prepared")
    try psql("prepared", "create extension postgis")
  }

  private var data: String { folder.appending(path: "data").path }
  private var log: String { folder.appending(path: "log").path }

  public func start() throws {
    try Self.control(["start", "-D", data, "-l", log, "-w", "-t", "60"], by: programs)
  }

  /// `immediate` is as if the power went.
  public func stop(mode: String = "immediate") throws {
    try Self.control(["stop", "-D", data, "-m", mode, "-w", "-t", "60"], by: programs)
  }

  /// Stops for good.
  public func remove() {
    try? stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// - Returns: `false` where nothing can be mounted.
  public func mountSmallDisk(at place: String, megabytes: Int) throws -> Bool {
    guard getuid() == 0 else { return false }
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    do {
      try Self.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", place])
      try Self.run("/bin/chown", ["nobody", place])
      return true
    } catch {
      return false
    }
  }

  public func resizeSmallDisk(at place: String, megabytes: Int) throws {
    try Self.run("/bin/mount", ["-o", "remount,size=\(megabytes)m", place])
  }

  public func unmount(_ place: String) { _ = try? Self.run("/bin/umount", ["-l", place]) }

  public func url(database: String, user: String = "anlan") -> String {
    let host = folder.path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "postgresql://\(user)@\(host)/\(database)"
  }

  /// A database of its own, empty.
  public func freshDatabase(withPostGIS: Bool = true) throws -> String {
    let number = databases.add(1, ordering: .relaxed).newValue
    let name = "t\(number)"
    let model = withPostGIS ? "prepared" : "template1"
    try psql("postgres", "create database \(name) template \(model)")
    return name
  }

  public func drop(database: String) {
    _ = try? psql("postgres", "drop database if exists \(database) with (force)")
  }

  /// What psql prints, unaligned and without headings.
  @discardableResult
  public func psql(_ database: String, _ statement: String) throws -> String {
    try Self.run(
      "/usr/bin/psql",
      [
        "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url(database: database), "-c",
        statement,
      ])
  }

  // MARK: Processes

  /// Debian's programs as on a machine that was given no extension: copied, since a server looks for
  /// its files beside where it lies itself.
  private static func bare(_ programs: URL, in folder: URL) throws -> URL {
    let files = FileManager.default
    let version = programs.deletingLastPathComponent()
    let shared = URL(filePath: "/usr/share/postgresql").appending(path: version.lastPathComponent)
    let root = folder.appending(path: "bare")
    let copies = root.appending(path: programs.path)
    let extensions = root.appending(path: shared.path).appending(path: "extension")
    guard files.fileExists(atPath: shared.path) else {
      throw Failure(description: "this PostgreSQL is not laid out as Debian's")
    }
    for place in [copies, extensions] {
      try files.createDirectory(at: place, withIntermediateDirectories: true)
    }
    // By another process: while this one has a program open for writing, a child of another thread may
    // inherit that, and the program would be busy.
    let names = ["initdb", "pg_ctl", "postgres"].map { programs.appending(path: $0).path }
    try run("/bin/cp", names + [copies.path])
    try files.createSymbolicLink(
      at: copies.deletingLastPathComponent().appending(path: "lib"),
      withDestinationURL: version.appending(path: "lib"))
    for name in try files.contentsOfDirectory(atPath: shared.path) where name != "extension" {
      try files.createSymbolicLink(
        at: root.appending(path: shared.path).appending(path: name),
        withDestinationURL: shared.appending(path: name))
    }
    let own = shared.appending(path: "extension")
    for name in try files.contentsOfDirectory(atPath: own.path) where name.hasPrefix("plpgsql") {
      try files.copyItem(at: own.appending(path: name), to: extensions.appending(path: name))
    }
    return copies
  }

  private static func control(_ arguments: [String], by programs: URL? = programs) throws {
    guard let programs else { return }
    try asUser(programs.appending(path: "pg_ctl").path, ["-s"] + arguments)
  }

  private static func asUser(_ program: String, _ arguments: [String]) throws {
    if getuid() == 0 {
      try run(
        "/usr/bin/setpriv",
        ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--reset-env", program]
          + arguments)
    } else {
      try run(program, arguments)
    }
  }

  /// Foundation's `Process` waits for all who inherit its pipe, and a server never ends.
  @discardableResult
  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let output = FileManager.default.temporaryDirectory
      .appending(path: "anlan-pg-\(UUID().uuidString).out").path
    defer { unlink(output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let texts: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var process = pid_t()
    guard posix_spawn(&process, program, &actions, nil, texts, environ) == 0 else {
      throw Failure(description: "\(program) cannot be run")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    guard status == 0 else {
      throw Failure(description: "\(program) \(arguments.first ?? ""): \(text)")
    }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static let stopped = Mutex<[String]>([])

  private static func stopAtExit(_ folder: String) {
    let isFirst = stopped.withLock { folders in
      folders.append(folder)
      return folders.count == 1
    }
    guard isFirst else { return }
    atexit {
      for folder in PostGISServer.stopped.withLock({ $0 }) {
        try? PostGISServer.control(["stop", "-D", folder + "/data", "-m", "immediate", "-w"])
        try? FileManager.default.removeItem(atPath: folder)
      }
    }
  }
}
