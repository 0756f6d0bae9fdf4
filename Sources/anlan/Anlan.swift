import ArgumentParser
import Foundation

/// The roof: flags, environment, exit codes, and the choice of a store.
@main
struct Anlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anlan",
    abstract: "Anlan (安澜): maps the risk of places, never of people.",
    discussion: """
      STORE is the path of a SpatiaLite file, or postgresql://USER@HOST/DATABASE for a server with
      PostGIS (a password comes from ~/.pgpass or PGPASSWORD); it may also come from ANLAN_STORE.
      Results go to standard output or the named file, progress to standard error.
      Exit status: 0 done; 1 the work failed; 2 bad usage; 3 done, but rows were rejected.
      """,
    version: "0.1.0",
    subcommands: [
      Initialise.self, Import.self, LatticeCommand.self, Analyse.self, Export.self,
      Weekly.self, Layers.self, RunsCommand.self, Check.self, Project.self, Sample.self,
      Explain.self, Evaluate.self, Backup.self, Restore.self, Copy.self, Shards.self,
      SchemeCommand.self, KeyCommand.self, Serve.self, Demo.self, DecodeFile.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let exit as ExitCode {
      Failure.end(exit)
    } catch {
      Failure.report(error)
    }
  }
}
