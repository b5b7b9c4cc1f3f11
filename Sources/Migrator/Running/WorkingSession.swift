internal import Postgres

/// A connection that holds the runner's lock, over a history of today's version.
struct WorkingSession: Sendable {
    let runner: Runner
    let verb: String
    let connection: Connection
    let watch: BlockWatch
    let backendPID: String
    /// Whether no run has written down yet what there is.
    let lacksCatalogue: Bool
    private let reading: ScriptReading

    /// What the first look saw; nil where it took more than one.
    private let seen: History?

    /// Refuses poolers, takes the lock, upgrades the history; in one trip where there is nothing to wait for and nothing
    /// to upgrade.
    init(_ runner: Runner, verb: String, on connection: Connection, _ watch: BlockWatch) async throws(MigratorError) {
        (self.runner, self.verb, self.connection, self.watch) = (runner, verb, connection, watch)
        let home = runner.options.home
        let look = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await FirstLook.take(on: connection, in: home, locking: true)
        }
        if let look, look.hasLock {
            (backendPID, seen, lacksCatalogue) = (look.backendPID, look.history, false)
            reading = ScriptReading(runner.options, backslashEscapes: look.backslashEscapes)
        } else {
            seen = nil
            backendPID = try await Pooler.refuse(on: connection, at: runner.target)
            // The session may have it already, and then has it again.
            try await RunnerLock(connection).acquire(within: runner.options.lockTimeout, runner.progress)
            if let schema = home.schema { try await Self.make(schema, for: runner.options.role, on: connection) }
            let version = try await HistorySchema.upgrade(on: connection, in: home)
            lacksCatalogue = version < HistorySchema.catalogueVersion
            reading = try await ScriptReading(on: connection, runner.options)
        }
        if runner.keepsSupabase { try await agree() }
    }

    /// Makes the schema that is installed into, unless it is there.
    private static func make(
        _ schema: String, for role: String?, on connection: Connection
    ) async throws(MigratorError) {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            let found = try await connection.query("select from pg_catalog.pg_namespace where nspname = \(schema)")
            guard found.rowCount == 0 else { return }
            let owner = role.map { " authorization \(Literal.quotedName($0))" } ?? ""
            _ = try await connection.script("create schema \(Literal.quotedName(schema))\(owner)")
        }
    }

    /// What was installed when the session began.
    func history() async throws(MigratorError) -> History {
        // Supabase's tool may know more.
        if let seen, !runner.keepsSupabase { return seen }
        return try await runner.history(over: connection, of: HistorySchema.newest)
    }

    /// What is to be done.
    func plan() async throws(MigratorError) -> Plan {
        Plan(runner.project, after: try await history(), options: runner.options)
    }

    /// Reads a plan's files.
    func read(_ plan: Plan) throws(MigratorError) -> Work {
        try Work(plan, reading)
    }

    /// Reads a file.
    func read(_ file: SourceFile) throws(MigratorError) -> Script { try reading.read(file) }

    /// Writes down which code objects are there whose files an older version installed.
    func adopt(_ files: [SourceFile]) async throws(MigratorError) {
        // A file that can't be read says so when it is to be run.
        let scripts = files.compactMap { file in try? read(file) }
        guard let statement = Registration.adoption(of: scripts, in: runner.options.home) else { return }
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            _ = try await connection.script(statement)
        }
    }

    /// An execution that belongs to no run.
    func execution(run: String? = nil) -> Execution {
        Execution(
            connection: connection, target: runner.target, watch: watch, backendPID: backendPID,
            options: runner.options, run: run, progress: runner.progress, audit: runner.audit)
    }

    /// Does what changes something, and writes down when it began and ended, where the log stood, and what there is.
    ///
    /// - Parameter acceptsDrift: Whether what isn't as the last run left it is taken for right.
    func recording(
        acceptingDrift acceptsDrift: Bool = false, _ body: (Execution) async throws(MigratorError) -> Int
    ) async throws(MigratorError) -> Int {
        let record = RunRecord(connection: connection, verb: verb, home: runner.options.home)
        let exceptions = acceptsDrift ? "[]" : try await record.exceptions()
        let run = try await record.begin()
        do throws(MigratorError) {
            let files = try await body(execution(run: run))
            await record.end(run, files: files, failure: nil, exceptions: exceptions)
            return files
        } catch {
            await record.end(run, files: nil, failure: error.note, exceptions: exceptions)
            throw error
        }
    }
}
