public import Postgres

/// Installs a project into a database, one runner at a time.
public struct Runner: Sendable {
    /// How to run.
    public struct Options: Sendable {
        /// The role that will own what is installed; nil for the one that connects. `platform/` is run without it.
        public var role: String?
        /// Whether to run `seeds/` too.
        public var seeds: Bool
        /// Longest wait for another runner.
        public var lockTimeout: Duration

        /// - Parameters:
        ///   - role: The role that will own what is installed; nil for the one that connects.
        ///   - seeds: Whether to run `seeds/` too.
        ///   - lockTimeout: Longest wait for another runner.
        public init(role: String? = nil, seeds: Bool = false, lockTimeout: Duration = .seconds(60)) {
            self.role = role
            self.seeds = seeds
            self.lockTimeout = lockTimeout
        }
    }

    let project: Project
    let target: ConnectionTarget
    let options: Options
    let progress: @Sendable (RunnerEvent) -> Void

    /// - Parameters:
    ///   - project: What to install.
    ///   - target: Where to.
    ///   - options: How.
    ///   - progress: Told of every file.
    public init(
        _ project: Project, into target: ConnectionTarget, options: Options = Options(),
        progress: @escaping @Sendable (RunnerEvent) -> Void = { _ in }
    ) {
        self.project = project
        self.target = target
        self.options = options
        self.progress = progress
    }

    /// Installs all that is pending or changed: platform, migrations, code, seeds.
    ///
    /// Each file of `platform/`, `migrations/` and `seeds/` is a transaction together with its row of history; changed
    /// code objects are installed in one.
    ///
    /// - Returns: How many files were installed.
    /// - Throws: `MigratorError`. What was committed before stays; running it again goes on from there.
    public func up() async throws(MigratorError) -> Int {
        try await connected { connection throws(MigratorError) in
            let clock = ContinuousClock()
            let start = clock.now
            try await RunnerLock(connection).acquire(within: options.lockTimeout, progress)
            try await bookkeeping { () async throws(PostgresError) in
                let history = try await connection.query("select to_regclass('migrator.files') is not null")
                if history.text(0, 0) == "f" { _ = try await connection.script(History.schema) }
            }
            let plan = try await readPlan(from: connection)
            let installation = Installation(connection: connection, role: options.role, progress: progress)
            try await installation.platform(plan.platform)
            try await installation.migrations(plan.migrations)
            try await installation.code(plan.code)
            if options.seeds { try await installation.seeds(plan.seeds) }
            let files =
                plan.platform.count + plan.migrations.count + plan.code.count + (options.seeds ? plan.seeds.count : 0)
            progress(.finished(files: files, took: clock.now - start))
            return files
        }
    }

    /// What the database has of the project. Needs no right but to read the history.
    ///
    /// - Throws: `MigratorError`, also when applied migrations and files disagree.
    public func status() async throws(MigratorError) -> [Status] {
        try await connected { connection throws(MigratorError) in
            let history = try await bookkeeping { () async throws(PostgresError) in
                try await History.read(from: connection)
            }
            _ = try Plan(project, after: history)
            let applied = Set(history.migrations.map(\.version))
            let files = { (files: [SourceFile]) in
                files.map { file in
                    Status(
                        path: file.path,
                        state: history.files[file.path].map { $0 == file.checksum ? .installed : .changed } ?? .pending)
                }
            }
            let migrations = project.migrations.map { migration in
                Status(path: migration.file.path, state: applied.contains(migration.version) ? .installed : .pending)
            }
            return files(project.platform) + migrations + files(project.code)
                + (options.seeds ? files(project.seeds) : [])
        }
    }

    private func readPlan(from connection: Connection) async throws(MigratorError) -> Plan {
        let history = try await bookkeeping { () async throws(PostgresError) in
            try await History.read(from: connection)
        }
        return try Plan(project, after: history)
    }

    private func connected<R: Sendable>(
        _ body: (Connection) async throws(MigratorError) -> R
    ) async throws(MigratorError) -> R {
        let connection: Connection
        do throws(PostgresError) {
            connection = try await Connection.connect(to: target)
        } catch {
            throw .connection(error)
        }
        do throws(MigratorError) {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    private func bookkeeping<R>(_ body: () async throws(PostgresError) -> R) async throws(MigratorError) -> R {
        do throws(PostgresError) {
            return try await body()
        } catch {
            throw error.origin == .connection ? .connection(error) : .bookkeeping(error)
        }
    }
}
