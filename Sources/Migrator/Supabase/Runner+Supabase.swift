internal import Postgres

extension Runner {
    /// Whether Supabase's own tool keeps a history of the same files.
    var keepsSupabase: Bool { project.isSupabase && options.schema == nil }

    /// Reads the history, and in a project of Supabase's what its own tool has changed since.
    ///
    /// - Parameter version: The tables' version, where it is known already.
    func history(over connection: Connection, of version: Int? = nil) async throws(MigratorError) -> History {
        guard keepsSupabase else {
            return try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await History.read(from: connection, in: options.home, of: version)
            }
        }
        return try await agreement(over: connection).history
    }

    /// Reads the history, and how files are read.
    func historyAndReading(over connection: Connection) async throws(MigratorError) -> (History, ScriptReading) {
        let look = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            keepsSupabase ? nil : try await FirstLook.take(on: connection, in: options.home)
        }
        if let look { return (look.history, ScriptReading(options, backslashEscapes: look.backslashEscapes)) }
        return (try await history(over: connection), try await ScriptReading(on: connection, options))
    }

    /// What has to change for both histories to say the same.
    func agreement(over connection: Connection) async throws(MigratorError) -> SupabaseAgreement {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            let history = try await History.read(from: connection, in: options.home)
            let known = Set(history.migrations.map(\.version))
            let records = try await SupabaseRecord.read(from: connection, knowing: known)
            return SupabaseAgreement(
                history, with: records, seeds: try await SupabaseSeed.read(from: connection), of: project)
        }
    }

    /// The statement that records an applied migration, wherever that is kept.
    func record(_ migration: Migration, _ script: Script?, took duration: Duration, after lsn: String?, by run: String?)
        -> String
    {
        let own = History.record(migration, took: duration, after: lsn, by: run, in: options.home)
        return keepsSupabase ? "\(own); \(SupabaseRecord.record(migration, script, in: options.home))" : own
    }

    /// The statements that record that a seed was run, wherever that is kept.
    func record(seed: SourceFile) -> String {
        let own = History.record(seed, in: options.home)
        guard keepsSupabase, let digest = project.seedDigests[seed.path] else { return own }
        return "\(own); \(SupabaseSeed.record(seed.path, digest: digest))"
    }

    /// The statements that record that a migration was taken back, wherever that is kept.
    func forget(_ version: String) -> String {
        let own = History.forget(version, in: options.home)
        return keepsSupabase ? "\(own); \(SupabaseRecord.forget(version))" : own
    }
}

extension WorkingSession {
    /// Makes both histories say the same.
    func agree() async throws(MigratorError) {
        let agreement = try await runner.agreement(over: connection)
        var scripts: [String: Script] = [:]
        for migration in runner.project.migrations where agreement.own.contains(migration.version) {
            // What can't be read any more has been applied all the same.
            scripts[migration.version] = try? read(migration.file)
        }
        guard let statements = agreement.statements(runner.project, scripts, in: runner.options.home) else { return }
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            do throws(PostgresError) {
                _ = try await connection.script(statements)
            } catch {
                _ = try? await connection.script("rollback")
                throw error
            }
        }
    }
}
