import CPostgres
import Foundation
import Storage

extension StorageError {
  /// What is no error of the store becomes one of the statement.
  @discardableResult
  static func translating<T>(
    _ statement: String, _ body: () throws -> T
  ) throws(StorageError) -> T {
    do {
      return try body()
    } catch let error as StorageError {
      throw error
    } catch {
      throw .engine(statement: statement, message: "\(error)")
    }
  }

  /// The server's words without their detail, which quotes values: they may be personal.
  init(result: OpaquePointer, statement: String, location: String) {
    let state = Self.field(anlan_pg_diag_sqlstate, of: result)
    let message = Self.field(anlan_pg_diag_message_primary, of: result)
    // A coordinator's link to one of its shards.
    if state.hasPrefix("08"), let shard = message.firstMatch(of: /"anlan_shard_([0-9]+)"/) {
      self = .unreachable(location: "shard \(shard.output.1) of \(location)", reason: message)
      return
    }
    switch state.prefix(2) {
    case "08": self = .connectionLost(location: location, statement: statement)
    case "28": self = .accessRefused(location: location, reason: message)
    case "53" where state == "53100": self = .outOfSpace(location: location)
    case "XX" where state == "XX001" || state == "XX002": self = .damaged(message)
    default:
      switch state {
      case "57P01", "57P02", "57P03", "57P05":
        self = .connectionLost(location: location, statement: statement)
      case "57014": self = .cancelled(statement: statement)
      case "40001", "40P01", "55P03": self = .busy(location: location)
      case "42501": self = .accessRefused(location: location, reason: message)
      default: self = .engine(statement: statement, message: message)
      }
    }
  }

  private static func field(_ code: Int32, of result: OpaquePointer) -> String {
    PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
  }

  /// What kept libpq from connecting. It gives words and no number.
  static func connecting(to location: String, reason: String) -> StorageError {
    let refusals = ["password", "authentication", "pg_hba.conf", "role \"", "permission"]
    let isRefused = refusals.contains { reason.localizedCaseInsensitiveContains($0) }
    // libpq says the same of each address that it tried.
    let first = reason.split(separator: "\n").first.map(String.init) ?? reason
    if reason.contains("database \""), reason.contains("does not exist") {
      return .notAStore(
        location: location, reason: "the server has no such database; make one with createdb")
    }
    return isRefused
      ? .accessRefused(location: location, reason: first)
      : .unreachable(location: location, reason: first)
  }
}
