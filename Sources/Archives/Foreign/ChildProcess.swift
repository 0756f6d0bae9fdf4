import Foundation

/// A program that was started to read a foreign file, and its standard output.
///
/// It has no standard input and nowhere to complain; it is ended and reaped when this value goes, so
/// no process and no zombie stays behind.
final class ChildProcess {
  enum Reading: Equatable {
    case bytes(Int)
    case end
    /// Nothing came for as long as was allowed.
    case silence
  }

  /// How a process ended.
  enum Exit: Equatable {
    case status(Int32)
    case signal(Int32)
  }

  private static let starting = NSLock()

  let identifier: pid_t
  private let output: Int32
  private var exit: Exit?

  /// - Parameter environment: of the new program; nothing else is handed on.
  init(
    executable: String, arguments: [String], environment: [String: String]
  ) throws(POSIXError) {
    // A child that another thread starts between the next lines would hold this pipe's end open.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    let (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(writing) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, writing, STDOUT_FILENO)
    // Its last words would be about its insides: what a person reads comes from the parent.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

    let words = ([executable] + arguments).map { strdup($0) }
    let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    let fault = posix_spawn(
      &identifier, executable, &actions, nil, words + [nil], variables + [nil])
    guard fault == 0 else {
      close(reading)
      throw POSIXError(.init(rawValue: fault) ?? .EIO)
    }
    self.identifier = identifier
    output = reading
  }

  deinit {
    close(output)
    if exit == nil { end() }
  }

  /// Waits for bytes.
  func read(into buffer: UnsafeMutableRawBufferPointer, patienceSeconds: Int) -> Reading {
    var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = poll(&descriptor, 1, Int32(clamping: patienceSeconds * 1000))
      if ready == 0 { return .silence }
      if ready < 0 {
        if errno == EINTR { continue }
        return .end
      }
      let count = Glibc.read(output, buffer.baseAddress, buffer.count)
      if count > 0 { return .bytes(count) }
      if count < 0, errno == EINTR { continue }
      return .end
    }
  }

  /// How it ended; one that has closed its output gets a second to go before it is killed.
  func waitForExit() -> Exit {
    for _ in 0..<200 {
      if let exit = reap(WNOHANG) { return exit }
      usleep(5000)
    }
    return end()
  }

  /// Kills it, unless it is gone already, and reaps it.
  @discardableResult
  func end() -> Exit {
    if let exit { return exit }
    kill(identifier, SIGKILL)
    return reap(0) ?? .signal(SIGKILL)
  }

  private func reap(_ options: Int32) -> Exit? {
    if let exit { return exit }
    var status: Int32 = 0
    var answer: pid_t
    repeat { answer = waitpid(identifier, &status, options) } while answer < 0 && errno == EINTR
    guard answer == identifier else {
      // 0: it still runs. Less: somebody else has reaped it, and its status is lost.
      if answer < 0 { exit = .status(0) }
      return exit
    }
    // As <sys/wait.h> takes a status apart.
    let signal = status & 0x7F
    exit = signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
    return exit
  }
}
