/// What a store could not do: the statement's name and the engine's words, never the arguments,
/// which may be personal.
public enum StorageError: Error, Sendable, Hashable {
  case noStore(location: String)
  case notAStore(location: String, reason: String)
  case alreadyExists(location: String)
  /// The store was written by a later program.
  case newerSchema(location: String, unknownMigration: String)
  /// The store was written by an earlier program, and cannot be brought up to date where it is.
  case olderSchema(location: String)
  case engine(statement: String, message: String)
  case busy(location: String)
  case unknownRun(String)
  case damaged(String)
  /// The file, its folder or its disk lets nobody write.
  case readOnly(location: String)
  /// No server answers at this address.
  case unreachable(location: String, reason: String)
  /// The server answers, and lets this user not in, or not do this.
  case accessRefused(location: String, reason: String)
  /// The server cannot hold a store: no PostGIS, or one too old.
  case unsuitableServer(location: String, reason: String)
  /// The connection broke; what was under way is rolled back.
  case connectionLost(location: String, statement: String)
  /// The connection broke while the last word was on its way, and the server cannot be asked.
  case uncertainCommit(location: String)
  case outOfSpace(location: String)
  case cancelled(statement: String)
  case timedOut(statement: String, seconds: Double)
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noStore(let location):
      "there is no store at \(location); make one with `anlan init --store \(location)`"
    case .notAStore(let location, let reason):
      "\(location) is not an Anlan store: \(reason)"
    case .alreadyExists(let location):
      "\(location) exists and is not an Anlan store; choose another name"
    case .newerSchema(let location, let migration):
      "\(location) was written by a newer Anlan (it knows “\(migration)”); update this program"
    case .olderSchema(let location):
      "\(location) was written by an older Anlan and is read-only: copy it to where it can be "
        + "written, and open it there once"
    case .engine(let statement, let message): "\(statement): \(message)"
    case .busy(let location):
      "\(location) is being written by another program; try again when it is done"
    case .unknownRun(let id): "there is no run \(id); `anlan runs` lists them"
    case .damaged(let what): "the store is damaged: \(what); restore a backup"
    case .readOnly(let location):
      "\(location) cannot be written: the file, its folder or its disk is read-only; nothing was "
        + "changed. Work on a copy elsewhere (anlan backup), or ask for the right to write"
    case .unreachable(let location, let reason):
      "no server answers at \(location): \(reason). See that it runs and that the address is right"
    case .accessRefused(let location, let reason):
      "\(location) refuses: \(reason). Ask its administrator for the right, or use another user "
        + "(a password comes from ~/.pgpass or PGPASSWORD)"
    case .unsuitableServer(let location, let reason):
      "\(location) cannot hold a store: \(reason)"
    case .connectionLost(let location, let statement):
      "the connection to \(location) broke in \(statement); nothing of it was kept. Try again"
    case .uncertainCommit(let location):
      "the connection to \(location) broke while the change was being confirmed, and the server "
        + "does not answer: it is there whole or not at all. Do the same again: it is safe to repeat"
    case .outOfSpace(let location):
      "\(location): the disk is full; nothing was changed. Make room and try again"
    case .cancelled(let statement): "\(statement) was stopped; nothing was changed"
    case .timedOut(let statement, let seconds):
      "\(statement) took longer than \(seconds) s and was stopped"
    }
  }
}
