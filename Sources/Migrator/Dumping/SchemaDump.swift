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
        let histories = try await histories()
        return Self.cleaned(try await run(["--schema-only"] + histories.map { "--exclude-schema=\($0)" }))
    }

    /// The schemas of the migrator's own histories, in double quotes.
    private func histories() async throws(MigratorError) -> [String] {
        // Says what is wrong with the connection in the words of every other verb.
        let connection = try await MigratorError.connecting(to: target)
        let outcome = await Result { () async throws(PostgresError) in
            try await connection.query(
                """
                select pg_catalog.format('"%s"', pg_catalog.replace(n.nspname, '"', '""')) from pg_catalog.pg_namespace n
                where pg_catalog.obj_description(n.oid, 'pg_namespace') = \(HistoryHome.comment)
                """)
        }
        await connection.close()
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in try outcome.get() }
        let names = (0..<found.rowCount).compactMap { found.text($0, 0) }
        return names.contains(HistoryHome(of: nil).quoted) ? names : names + [HistoryHome(of: nil).quoted]
    }

    /// Runs `pg_dump` with these arguments, beside those that connect it.
    ///
    /// - Throws: `MigratorError.program`.
    func run(_ arguments: [String]) async throws(MigratorError) -> String {
        // Arguments are seen by everybody on the machine, an environment by its user only.
        let (open, password) = ConnectionTarget.splittingPassword(conninfo)
        var environment = ProcessInfo.processInfo.environment
        if let password { environment["PGPASSWORD"] = password }
        return try await Program.run(
            "pg_dump", arguments + ["--no-password", "--dbname=\(open)"], environment: environment)
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
