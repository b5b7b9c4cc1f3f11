public import Postgres

/// Installs a project into a database, one runner at a time.
public struct Runner: Sendable {
    let project: Project
    let target: ConnectionTarget
    let options: Options
    let progress: @Sendable (RunnerEvent) -> Void
    /// Who sees which locks are taken; nobody outside a rehearsal.
    var audit: LockAudit?

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
    /// code objects are installed in one. When the task is cancelled, so is what runs on the server.
    ///
    /// - Returns: How many files were installed.
    /// - Throws: `MigratorError`. What was committed before stays; running it again goes on from there.
    public func up() async throws(MigratorError) -> Int {
        try await carryOut("up") { plan in plan }
    }

    /// Runs `seeds/`, and nothing else.
    ///
    /// - Parameter again: Whether to run those too that haven't changed since.
    /// - Returns: How many files were run.
    /// - Throws: `MigratorError`.
    public func seed(again: Bool = false) async throws(MigratorError) -> Int {
        var options = options
        options.seeds = true
        let seeds = project.seeds
        return try await Runner(project, into: target, options: options, progress: progress).carryOut("seed") { plan in
            var plan = plan
            (plan.platform, plan.migrations, plan.code, plan.pruned) = ([], [], [], [])
            if again { plan.seeds = seeds }
            return plan
        }
    }

    private func carryOut(
        _ verb: String, _ choose: @escaping @Sendable (Plan) -> Plan
    ) async throws(MigratorError) -> Int {
        let clock = ContinuousClock()
        let start = clock.now
        let files = try await working(as: verb) { session throws(MigratorError) in
            let plan = choose(try await session.plan().checked())
            for warning in plan.warnings { progress(.warning(warning)) }
            let work = try session.read(plan)
            guard work.count > 0 || session.lacksCatalogue else { return 0 }
            if session.lacksCatalogue { try await session.adopt(project.code) }
            return try await session.recording { execution throws(MigratorError) in
                try await install(work, by: execution)
            }
        }
        progress(.finished(files: files, took: clock.now - start))
        return files
    }

    private func install(_ work: Work, by execution: Execution) async throws(MigratorError) -> Int {
        let home = options.home
        for script in work.platform {
            try await apply(script, as: nil, by: execution) { _, _ in History.record(script.file, in: home) }
        }
        for (migration, script) in work.migrations {
            try await apply(script, as: options.role, by: execution) { took, lsn in
                record(migration, script, took: took, after: lsn, by: execution.run)
            }
        }
        try await execution.code(work.code, as: options.role)
        try await execution.prune(work.pruned)
        for script in work.seeds {
            try await apply(script, as: options.role, by: execution) { _, _ in record(seed: script.file) }
        }
        return work.count
    }

    func apply(
        _ script: Script, as role: String?, by execution: Execution, recording: (Duration, String?) -> String
    ) async throws(MigratorError) {
        if script.directives.isOutsideTransaction {
            try await execution.outsideTransaction(script, as: role, recording: recording)
        } else {
            try await execution.transaction(script, as: role, recording: recording)
        }
    }
}
