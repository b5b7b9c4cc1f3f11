internal import Postgres

extension Runner {
    /// Runs the scripts under `verify/` of all applied migrations. One fails by failing with an error, such as
    /// `select 1 / count(*) from …`. Whatever they do is rolled back.
    ///
    /// - Throws: `MigratorError` when they can't be run.
    public func verify() async throws(MigratorError) -> [Check] {
        let history = try await readHistory()
        let files = history.migrations.compactMap { project.checks[$0.version] }
        return try await check(files) { _ in [] }
    }

    /// Runs the files below a folder as tests, each in a transaction that is rolled back. A file fails by failing with
    /// an error, or by what its results say in the Test Anything Protocol, as pgTAP's functions write it.
    ///
    /// - Parameters:
    ///   - folder: Path of the folder that holds `part`.
    ///   - part: Name of the folder with the tests.
    ///   - filter: Only files with this in their path.
    /// - Throws: `MigratorError.emptyProject` when there are no such files.
    public func test(
        in folder: String, part: String = "tests", matching filter: String = ""
    ) async throws(MigratorError) -> [Check] {
        let files = try Project.files(in: part, of: folder).filter { filter.isEmpty || $0.path.contains(filter) }
        guard !files.isEmpty else { throw .emptyProject(folder: "\(folder)/\(part)") }
        return try await check(files) { TestReport($0).failures }
    }

    /// - Parameter judge: Finds failures in what a script's results say.
    private func check(
        _ files: [SourceFile], _ judge: @escaping @Sendable (String) -> [String]
    ) async throws(MigratorError) -> [Check] {
        try await connected { connection throws(MigratorError) in
            let reading = try await ScriptReading(on: connection, options)
            let scripts = try files.map { file throws(MigratorError) in try reading.read(file, isRolledBack: true) }
            let execution = Execution(
                connection: connection, target: target, watch: BlockWatch(connection, at: target, progress),
                backendPID: try await Pooler.refuse(on: connection, at: target), options: options, run: nil,
                progress: progress)
            let clock = ContinuousClock()
            var checks: [Check] = []
            for script in scripts {
                let start = clock.now
                progress(.started(path: script.file.path))
                let failures: [String]
                do throws(MigratorError) {
                    failures = judge(try await execution.rolledBack(script, as: options.role))
                } catch .failed(let file, let error) {
                    failures = ["\(MigratorError.failed(file: file, error))"]
                }
                checks.append(Check(script.file.path, failures: failures))
                progress(.checked(path: script.file.path, passed: failures.isEmpty, took: clock.now - start))
            }
            return checks
        }
    }
}

extension Execution {
    /// Runs a script and rolls it back.
    ///
    /// - Returns: What its results hold, a line a value.
    fileprivate func rolledBack(_ script: Script, as role: String?) async throws(MigratorError) -> String {
        do throws(MigratorError) {
            _ = try await prepare(script.directives, as: role, isLocal: true, for: script.file)
            var lines: [String] = []
            for statement in script.statements {
                for result in try await results(of: statement) where result.columnCount > 0 {
                    lines += (0..<result.rowCount).compactMap { result.text($0, 0) }
                }
            }
            await rollBack()
            return lines.joined(separator: "\n")
        } catch {
            await rollBack()
            throw error
        }
    }
}
