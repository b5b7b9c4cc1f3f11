internal import Foundation
public import Postgres

/// A schema as the installed `pg_dump` writes it, without what differs between two dumps of the same.
public struct SchemaDump: Sendable {
    private let target: ConnectionTarget
    private let conninfo: String

    /// - Parameters:
    ///   - target: The database.
    ///   - conninfo: How to connect to it.
    public init(of target: ConnectionTarget, conninfo: String) {
        self.target = target
        self.conninfo = conninfo
    }

    /// Runs `pg_dump`.
    ///
    /// - Throws: `MigratorError.connection` when the database can't be reached; `.program` when `pg_dump` fails.
    public func text() async throws(MigratorError) -> String {
        // Says what is wrong with the connection in the words of every other verb.
        await (try MigratorError.connecting(to: target)).close()
        // Arguments are seen by everybody on the machine, an environment by its user only.
        let (open, password) = ConnectionTarget.splittingPassword(conninfo)
        var environment = ProcessInfo.processInfo.environment
        if let password { environment["PGPASSWORD"] = password }
        let dumped = try await Program.run(
            "pg_dump",
            ["--schema-only", "--no-password", "--exclude-schema=migrator", "--dbname=\(open)"],
            environment: environment)
        return Self.cleaned(dumped)
    }

    /// Leaves out who dumped what when, and the keys that newer versions make up for each dump.
    static func cleaned(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isOwn = ["-- Dumped ", "\\restrict ", "\\unrestrict "].contains { line.hasPrefix($0) }
            // What is left out would leave empty lines behind, more of them from one version than from another.
            if isOwn || (line.isEmpty && lines.last?.isEmpty != false) { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}
