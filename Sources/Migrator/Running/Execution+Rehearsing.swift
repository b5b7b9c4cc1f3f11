internal import Postgres

extension Execution {
    /// Lets whoever watches see what a file has done.
    func audited(
        in file: SourceFile, _ look: (LockAudit, Connection) async throws(PostgresError) -> Void
    ) async throws(MigratorError) {
        guard let audit else { return }
        do throws(PostgresError) {
            try await look(audit, connection)
        } catch {
            throw Self.failure(in: file, error)
        }
    }

    /// Runs a statement that may not fit a transaction.
    ///
    /// A rehearsal tries one all the same, since what a transaction locks is seen at its end. What the server refuses
    /// there, or what ends transactions itself, is run without, while its locks are watched.
    func runOutside(_ statement: Statement) async throws(MigratorError) {
        guard let audit else { return try await run(statement) }
        try await audited(in: statement.file) { audit, _ throws(PostgresError) in try audit.check(statement) }
        // What is about the session locks nothing.
        if ["set", "reset", "discard"].contains(statement.words.first) { return try await run(statement) }
        if try await runsInside(statement) { return }
        try await audited(in: statement.file) { audit, connection throws(PostgresError) in
            try await audit.begin(on: connection)
        }
        let sighting = try await watched(statement, audit)
        try await audited(in: statement.file) { audit, connection throws(PostgresError) in
            try await audit.see(statement, sighting, on: connection)
        }
    }

    /// Runs a statement in a transaction; false where it failed there, and nothing of it is left.
    private func runsInside(_ statement: Statement) async throws(MigratorError) -> Bool {
        do throws(MigratorError) {
            try await script("begin", for: statement.file)
            try await audited(in: statement.file) { audit, connection throws(PostgresError) in
                try await audit.begin(on: connection)
            }
            do throws(MigratorError) {
                try await run(statement)
            } catch .failed {
                await rollBack()
                return false
            }
            try await audited(in: statement.file) { audit, connection throws(PostgresError) in
                try await audit.look(at: statement.file.path, on: connection)
            }
            try await script("commit", for: statement.file)
            return true
        } catch {
            await rollBack()
            throw error
        }
    }

    private func watched(_ statement: Statement, _ audit: LockAudit) async throws(MigratorError) -> LockSighting {
        // Nobody is in the way here but who watches.
        let timeout = try await script(
            """
            select pg_catalog.current_setting('lock_timeout');
            select pg_catalog.set_config('lock_timeout', '0', false)
            """, for: statement.file
        ).first?.text(0, 0)
        let (outcome, sighting) = await LockWatch.during(
            backendPID, at: target, holding: audit.tables, statement.takesShare ? .rowExclusive : .share
        ) { () async throws(MigratorError) in
            try await run(statement)
        }
        let restoration = "select pg_catalog.set_config('lock_timeout', \(Literal.quoted(timeout)), false)"
        switch outcome {
        case .success:
            try await script(restoration, for: statement.file)
            // What ends transactions itself may lock in each of them what nobody held.
            let isSequence = ["do", "call"].contains(statement.words.first)
            return LockSighting(locks: sighting.locks, isComplete: sighting.isComplete && !isSequence)
        case .failure(let error):
            await Task { _ = try? await connection.script(restoration) }.value
            throw error
        }
    }
}

extension Statement {
    /// Whether it takes `SHARE` on tables, which others may hold at the same time.
    fileprivate var takesShare: Bool {
        begins(with: "reindex") && ConcurrentIndex(self) == nil
    }
}
