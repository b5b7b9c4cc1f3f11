internal import Postgres

/// Runs files inside transactions that record them.
struct Installation {
    /// Longest wait for a lock on a table: while a statement waits, everybody else queues behind it.
    static let lockTimeout: Duration = .seconds(5)

    let connection: Connection
    let role: String?
    let progress: @Sendable (RunnerEvent) -> Void

    /// Runs scripts as the role that connected.
    func platform(_ files: [SourceFile]) async throws(MigratorError) {
        for file in files {
            try await install(file, as: nil) { _ in History.record(file) }
        }
    }

    /// Runs migrations as the owner.
    func migrations(_ migrations: [Migration]) async throws(MigratorError) {
        for migration in migrations {
            try await install(migration.file, as: role) { took in History.record(migration, took: took) }
        }
    }

    /// Runs seeds as the owner.
    func seeds(_ files: [SourceFile]) async throws(MigratorError) {
        for file in files {
            try await install(file, as: role) { _ in History.record(file) }
        }
    }

    /// Installs code objects in one transaction, in whatever order they need each other: what fails for want of
    /// something that another file makes is tried again after that.
    func code(_ files: [SourceFile]) async throws(MigratorError) {
        guard !files.isEmpty else { return }
        try await transaction { () throws(MigratorError) in
            var waiting = files
            while !waiting.isEmpty {
                var left: [SourceFile] = []
                var firstFailure: MigratorError?
                for file in waiting {
                    do throws(MigratorError) {
                        try await installObject(file)
                    } catch .failed(let file, let error) where Self.missesSomething(error) {
                        firstFailure = firstFailure ?? .failed(file: file, error)
                        left.append(file)
                    }
                }
                if let firstFailure, left.count == waiting.count { throw firstFailure }
                waiting = left
            }
        }
    }

    /// Whether a statement may have failed only because another object isn't there yet.
    private static func missesSomething(_ error: PostgresError) -> Bool {
        ["42P01", "42883", "42704", "42703", "3F000"].contains(error.state)
    }

    private func installObject(_ file: SourceFile) async throws(MigratorError) {
        let clock = ContinuousClock()
        let start = clock.now
        try await run("savepoint object", for: file)
        do throws(MigratorError) {
            try await become(role, for: file)
            try await run(file.sql, for: file)
            try await become(nil, for: file)
            try await record(History.record(file), for: file)
            try await run("release savepoint object", for: file)
        } catch {
            // Rolling back to the savepoint also takes the role back.
            if case .failed = error { try await run("rollback to savepoint object", for: file) }
            throw error
        }
        progress(.installed(path: file.path, took: clock.now - start))
    }

    private func install(
        _ file: SourceFile, as role: String?, recording: (Duration) -> Query
    ) async throws(MigratorError) {
        let clock = ContinuousClock()
        let start = clock.now
        try await transaction { () throws(MigratorError) in
            try await become(role, for: file)
            try await run(file.sql, for: file)
            try await become(nil, for: file)
            try await record(recording(clock.now - start), for: file)
        }
        progress(.installed(path: file.path, took: clock.now - start))
    }

    /// Nothing of a failed transaction stays, whatever ended it.
    private func transaction(_ body: () async throws(MigratorError) -> Void) async throws(MigratorError) {
        do {
            try await connection.transaction { connection in
                _ = try await connection.query(
                    "select set_config('lock_timeout', \("\(Self.lockTimeout.milliseconds)ms"), true)")
                try await body()
            }
        } catch let error as MigratorError {
            throw error
        } catch let error as TransactionError {
            if let failure = error.body as? MigratorError { throw failure }
            throw .bookkeeping(
                error.commit ?? error.begin ?? .init(state: "25000", origin: .client, message: "\(error)"))
        } catch let error as PostgresError {
            throw error.origin == .connection ? .connection(error) : .bookkeeping(error)
        } catch {
            preconditionFailure("a transaction throws no other error")
        }
    }

    private func become(_ role: String?, for file: SourceFile) async throws(MigratorError) {
        try await record(
            role.map { "set local role \(identifier: Identifier($0))" } ?? "set local role none", for: file)
    }

    private func record(_ query: Query, for file: SourceFile) async throws(MigratorError) {
        do throws(PostgresError) {
            _ = try await connection.query(query)
        } catch {
            throw Self.failure(of: file, error)
        }
    }

    private func run(_ sql: String, for file: SourceFile) async throws(MigratorError) {
        do throws(PostgresError) {
            _ = try await connection.script(sql)
        } catch {
            throw Self.failure(of: file, error)
        }
    }

    private static func failure(of file: SourceFile, _ error: PostgresError) -> MigratorError {
        error.origin == .connection ? .connection(error) : .failed(file: file, error)
    }
}
