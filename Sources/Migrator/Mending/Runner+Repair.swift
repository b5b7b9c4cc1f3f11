internal import Postgres

extension Runner {
    /// Makes the history say what the files say: names and checksums of applied migrations, and of the finished
    /// statements of files that are half done. Nothing else in the database changes.
    ///
    /// - Parameters:
    ///   - versions: Migrations to take for never applied, such as those whose files are gone.
    ///   - acceptsDrift: Whether objects that aren't as the last run left them are taken for right.
    /// - Returns: What was changed, a sentence each.
    /// - Throws: `MigratorError.unknownVersion` for a version that the history doesn't have.
    public func repair(
        forgetting versions: [String] = [], acceptingDrift acceptsDrift: Bool = false
    ) async throws(MigratorError) -> [String] {
        let home = options.home
        return try await working(as: "repair") { session throws(MigratorError) in
            let history = try await session.history()
            var repair = Repair(in: home)
            for version in versions { try repair.forget(version, in: history, project) }
            for migration in project.migrations where !versions.contains(migration.version) {
                if let applied = history.migrations.first(where: { $0.version == migration.version }) {
                    repair.adopt(migration, over: applied)
                } else if history.unfinished[migration.file.path] != nil {
                    repair.adopt(
                        try session.read(migration.file), after: try await session.journal(of: migration.file.path))
                }
            }
            if acceptsDrift { repair.acceptDrift() }
            let found = repair
            guard !found.changes.isEmpty else { return [] }
            _ = try await session.recording(acceptingDrift: acceptsDrift) { _ throws(MigratorError) in
                try await session.bookkeep(found.statements)
                return 0
            }
            return found.changes
        }
    }

    /// Takes migrations for applied without running them, on a database that already has what they make.
    ///
    /// - Parameter version: The newest of them.
    /// - Returns: How many they are.
    /// - Throws: `MigratorError.historyNotEmpty`; `.unknownVersion`.
    public func baseline(at version: String) async throws(MigratorError) -> Int {
        guard project.migrations.contains(where: { $0.version == version }) else { throw .unknownVersion(version) }
        return try await baseline(of: project.migrations.filter { $0.version <= version })
    }

    /// Takes these migrations for applied without running them.
    ///
    /// - Returns: How many they are.
    /// - Throws: `MigratorError.historyNotEmpty`.
    func baseline(of migrations: [Migration]) async throws(MigratorError) -> Int {
        let home = options.home
        return try await working(as: "baseline") { session throws(MigratorError) in
            let history = try await session.history()
            if let newest = history.migrations.last { throw .historyNotEmpty(newestApplied: newest.version) }
            return try await session.recording { execution throws(MigratorError) in
                try await session.bookkeep(
                    migrations.map { migration in
                        record(migration, try? session.read(migration.file), took: .zero, after: nil, by: execution.run)
                    } + ["update \(home.quoted).migrations set is_baseline = true"])
                return migrations.count
            }
        }
    }
}

extension WorkingSession {
    fileprivate func journal(of path: String) async throws(MigratorError) -> [Int: Journal.Entry] {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await Journal(connection: connection, path: path, home: runner.options.home).entries()
        }
    }

    /// Changes the history, all or nothing.
    fileprivate func bookkeep(_ statements: [String]) async throws(MigratorError) {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            // Statements of one simple query are one transaction.
            _ = try await connection.script(statements.joined(separator: ";\n"))
        }
    }
}
