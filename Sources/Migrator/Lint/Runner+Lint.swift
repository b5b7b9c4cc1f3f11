internal import Postgres

extension Runner {
    /// Looks for what is unsafe in files, and for what is wrong in the database. Needs no right but to read the history.
    ///
    /// - Parameters:
    ///   - all: Whether to look at applied migrations too, not only at pending ones.
    ///   - usage: Whether to apply the rules too about how the database is used.
    ///   - excluded: Rules that aren't applied.
    /// - Throws: `MigratorError` when it can't look.
    public func lint(
        all: Bool = false, usage: Bool = false, except excluded: Set<String> = []
    ) async throws(MigratorError) -> [LintFinding] {
        try await connected { connection throws(MigratorError) in
            let (history, reading) = try await historyAndReading(over: connection)
            let rows = try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await connection.script(DatabaseLint.query(of: options.home, usage: usage)).last
            }
            let applied = Set(history.migrations.map(\.version))
            var findings: [LintFinding] = []
            for migration in project.migrations where all || !applied.contains(migration.version) {
                findings += FileLint(try reading.read(migration.file)).findings
            }
            for row in 0..<(rows?.rowCount ?? 0) {
                findings.append(
                    LintFinding(
                        rule: rows?.text(row, 0) ?? "", path: nil, line: nil, object: rows?.text(row, 1),
                        message: rows?.text(row, 2) ?? "", hint: rows?.text(row, 3) ?? ""))
            }
            findings += try await FunctionCheck(home: options.home).findings(over: connection)
            return findings.filter { !excluded.contains($0.rule) }
        }
    }
}
