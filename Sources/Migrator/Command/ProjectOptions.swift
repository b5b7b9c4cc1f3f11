import ArgumentParser
import Foundation
import Migrator
import Postgres

/// Options that every verb shares which talks to a database.
struct ProjectOptions: ParsableArguments {
    @Option(name: .long, help: "The folder that holds migrations/.")
    var dir = "sql"

    @Option(name: .long, help: "libpq connection string; never put a password in it, use ~/.pgpass or PGPASSWORD.")
    var database: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    /// Longest attempt to connect.
    static let connectTimeout: Duration = .seconds(10)

    /// Where to connect to.
    var target: ConnectionTarget {
        ConnectionTarget(
            conninfo: database ?? ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "",
            applicationName: "migrator",
            connectTimeout: Self.connectTimeout
        )
    }
}

/// Runs `body` and ends the process with the exit code of its error.
func reporting(_ body: () async throws(MigratorError) -> Void) async throws {
    do throws(MigratorError) {
        try await body()
    } catch {
        FileHandle.standardError.write(Data("migrator: \(error)\n".utf8))
        throw ExitCode(error.exitCode)
    }
}
