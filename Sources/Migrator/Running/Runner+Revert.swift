extension Runner {
    /// Takes applied migrations back, newest first, by their scripts under `revert/`, each in a transaction with the
    /// end of its row of history.
    ///
    /// What `code/` installed may go with them; the next `up` installs all of it again.
    ///
    /// - Parameter last: Version that is the newest afterwards, `0` for none; nil takes back one migration.
    /// - Returns: Paths of the scripts that were run.
    /// - Throws: `MigratorError.noRevert` before anything is run.
    public func revert(to last: String? = nil) async throws(MigratorError) -> [String] {
        var options = options
        // A pending file that is too old is a reason to take back what is newer.
        options.allowsOutOfOrder = true
        var reverting = Runner(project, into: target, options: options, progress: progress)
        reverting.audit = audit
        let runner = reverting
        let clock = ContinuousClock()
        let start = clock.now
        let paths = try await runner.working(as: "revert") { session throws(MigratorError) in
            let scripts = try await runner.reverts(to: last, in: session)
            guard !scripts.isEmpty else { return [String]() }
            _ = try await session.recording { execution throws(MigratorError) in
                for (version, script) in scripts {
                    try await apply(script, as: runner.options.role, by: execution) { _, _ in runner.forget(version) }
                }
                return scripts.count
            }
            return scripts.map(\.1.file.path)
        }
        progress(.finished(files: paths.count, took: clock.now - start))
        return paths
    }

    /// The scripts to run, by version, all of them read.
    private func reverts(
        to last: String?, in session: WorkingSession
    ) async throws(MigratorError) -> [(String, Script)] {
        let history = try await session.history()
        _ = try Plan(project, after: history, options: options).checked()
        let applied = history.migrations.map(\.version)
        if let last, last != "0", !applied.contains(last) { throw .unknownVersion(last) }
        let versions = last.map { last in applied.filter { $0 > last } } ?? applied.suffix(1)
        return try versions.reversed().map { version throws(MigratorError) in
            guard let file = project.reverts[version] else {
                let name = project.migrations.first { $0.version == version }?.name ?? ""
                throw .noRevert(path: "revert/\(version)_\(name).sql")
            }
            return (version, try session.read(file))
        }
    }
}
