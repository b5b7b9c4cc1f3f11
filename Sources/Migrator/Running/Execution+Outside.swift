internal import Postgres

extension Execution {
    /// States in which a statement fails that has been carried out before: something of that name exists, or doesn't
    /// any more.
    private static let alreadyDone: Set<String> = ["42P07", "42710", "42701", "42723", "42P06", "42704"]

    /// Runs a file statement by statement, each in a transaction of its own, and goes on where an earlier run stopped.
    ///
    /// - Throws: `MigratorError.partlyApplied` with what is done so far.
    func outsideTransaction(
        _ script: Script, as role: String?, recording: (Duration, String?) -> String
    ) async throws(MigratorError) {
        let file = script.file
        progress(.started(path: file.path))
        let clock = ContinuousClock()
        let start = clock.now
        let journalConnection = try await MigratorError.connecting(to: target)
        do throws(MigratorError) {
            let journal = Journal(connection: journalConnection, path: file.path, home: home)
            let entries = try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await journal.entries()
            }
            try Self.compare(entries, with: script)
            let lsn = try await prepare(script.directives, as: role, isLocal: false, for: file)
            for (ordinal, statement) in script.statements.enumerated() {
                // What a finished `set` did went away with its session.
                if entries[ordinal]?.isDone == true, !["set", "reset"].contains(statement.words.first) { continue }
                try await step(statement, ordinal, after: entries[ordinal], journal)
            }
            let record = recording(clock.now - start, lsn)
            _ = try await prepare(script.directives, as: nil, isLocal: true, for: file)
            try await self.script(
                "\(record); delete from \(home.quoted).journal where path = \(Literal.quoted(file.path)); commit",
                for: file)
        } catch {
            await journalConnection.close()
            await rollBack()
            throw error
        }
        await journalConnection.close()
        progress(.installed(path: file.path, took: clock.now - start))
    }

    /// What was done must be what the file still says.
    private static func compare(_ entries: [Int: Journal.Entry], with script: Script) throws(MigratorError) {
        for (ordinal, entry) in entries where entry.isDone {
            guard ordinal < script.statements.count,
                SourceFile.digest(script.statements[ordinal].text) == entry.checksum
            else { throw .changedMidway(path: script.file.path, ordinal: ordinal + 1) }
        }
    }

    private func step(
        _ statement: Statement, _ ordinal: Int, after entry: Journal.Entry?, _ journal: Journal
    ) async throws(MigratorError) {
        if statement.fitsTransaction { return try await certain(statement, ordinal, journal) }
        let index = ConcurrentIndex(statement)
        if let index { try await clear(index, known: entry?.invalidIndexes, for: statement.file) }
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await journal.begin(ordinal, SourceFile.digest(statement.text))
        }
        var known = entry?.invalidIndexes
        do throws(MigratorError) {
            try await retrying { () async throws(MigratorError) in
                do throws(MigratorError) {
                    try await runOutside(statement)
                } catch {
                    if let index, case .failed(_, let cause) = error, Self.isWait(cause) {
                        if known == nil { known = try await invalidIndexes(in: journal, ordinal) }
                        try await clear(index, known: known, for: statement.file)
                    }
                    throw error
                }
            }
        } catch {
            if case .failed(_, let cause) = error, let entry, !entry.hasFailed,
                Self.alreadyDone.contains(cause.state.rawValue)
            {
                // The run that sent it was killed before it could write down that it went well.
            } else {
                _ = try? await journal.end(ordinal, isDone: false)
                throw MigratorError.partly(error, done: ordinal, in: statement.file)
            }
        }
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await journal.end(ordinal, isDone: true)
        }
    }

    /// Runs a statement in a transaction with its note in the journal, so that it is done exactly once whatever happens.
    private func certain(_ statement: Statement, _ ordinal: Int, _ journal: Journal) async throws(MigratorError) {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await journal.begin(ordinal, SourceFile.digest(statement.text))
        }
        do throws(MigratorError) {
            try await retrying { () async throws(MigratorError) in
                do throws(MigratorError) {
                    try await script("begin", for: statement.file)
                    try await audited(in: statement.file) { audit, connection throws(PostgresError) in
                        try await audit.begin(on: connection)
                    }
                    try await run(statement)
                    try await audited(in: statement.file) { audit, connection throws(PostgresError) in
                        try await audit.look(at: statement.file.path, on: connection)
                    }
                    // What the file has set for its session comes back with the end of the transaction.
                    try await script(
                        """
                        set local session authorization default; set local role none;
                        \(journal.completion(of: ordinal)); commit
                        """, for: statement.file)
                } catch {
                    await rollBack()
                    throw error
                }
            }
        } catch {
            _ = try? await journal.end(ordinal, isDone: false)
            throw MigratorError.partly(error, done: ordinal, in: statement.file)
        }
    }

    private func invalidIndexes(in journal: Journal, _ ordinal: Int) async throws(MigratorError) -> String? {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await journal.entries()[ordinal]?.invalidIndexes
        }
    }

    /// Drops the invalid index that a failed attempt left.
    private func clear(_ index: ConcurrentIndex, known: String?, for file: SourceFile) async throws(MigratorError) {
        let found = try await script(index.leftovers(known: known), for: file)
        guard let found = found.first else { return }
        for row in 0..<found.rowCount {
            guard let statement = found.text(row, 0) else { continue }
            progress(.cleared(path: file.path, statement: statement))
            try await script(statement, for: file)
        }
    }
}

extension MigratorError {
    /// A failure of a file outside a transaction: what was done before stays.
    static func partly(_ error: MigratorError, done: Int, in file: SourceFile) -> MigratorError {
        switch error {
        case .failed(_, let cause): .partlyApplied(file: file, done: done, cause)
        default: error
        }
    }

    /// A connection of the migrator's own.
    static func connecting(to target: ConnectionTarget) async throws(MigratorError) -> Connection {
        do throws(PostgresError) {
            return try await Connection.connect(to: target)
        } catch {
            if error.state == .queryCancelled { throw .cancelled(path: nil) }
            throw .connection(error)
        }
    }
}
