internal import Postgres

extension Execution {
    /// Installs code objects in one transaction, in whatever order they need each other: what fails for want of
    /// something that another file makes is tried again after that.
    func code(_ scripts: [Script], as role: String?) async throws(MigratorError) {
        guard let first = scripts.first else { return }
        let clock = ContinuousClock()
        let took = try await retrying { () async throws(MigratorError) in
            do throws(MigratorError) {
                _ = try await prepare(Directives(), as: nil, isLocal: true, for: first.file)
                try await audited(in: first.file) { audit, connection throws(PostgresError) in
                    try await audit.begin(on: connection)
                }
                var took: [(String, Duration)] = []
                var waiting = scripts
                while !waiting.isEmpty {
                    var (left, firstFailure): ([Script], MigratorError?) = ([], nil)
                    for script in waiting {
                        if Self.mustWait(script, for: waiting, took.map(\.0)) {
                            left.append(script)
                            continue
                        }
                        let start = clock.now
                        do throws(MigratorError) {
                            try await object(script, as: role, waiting: waiting.filter { $0.file != script.file })
                            took.append((script.file.path, clock.now - start))
                        } catch .failed(let file, let error) where Self.missesSomething(error) {
                            firstFailure = firstFailure ?? .failed(file: file, error)
                            left.append(script)
                        }
                    }
                    if left.count == waiting.count {
                        throw firstFailure ?? .circularRequirements(paths: left.map(\.file.path))
                    }
                    waiting = left
                }
                try await script("commit", for: first.file)
                return took
            } catch {
                await rollBack()
                throw error
            }
        }
        for (path, took) in took { progress(.installed(path: path, took: took)) }
    }

    /// Whether a statement may have failed only because another object isn't there yet.
    private static func missesSomething(_ error: PostgresError) -> Bool {
        ["42P01", "42883", "42704", "42703", "3F000"].contains(error.state)
    }

    /// Whether it names a file that is still to be installed.
    private static func mustWait(_ script: Script, for waiting: [Script], _ done: [String]) -> Bool {
        script.directives.requires.contains { path in
            waiting.contains { $0.file.path == path } && !done.contains(path)
        }
    }

    private func object(
        _ script: Script, as role: String?, waiting: [Script]
    ) async throws(MigratorError) {
        progress(.started(path: script.file.path))
        let settings = options.settings(script.directives, as: role, isLocal: true).joined()
        do throws(MigratorError) {
            try await self.script("savepoint object; reset all; \(settings)", for: script.file)
            do throws(MigratorError) {
                try await run(script.statements)
            } catch .failed(let file, let error) where Self.isRefusal(error) {
                try await self.script("rollback to savepoint object; \(Self.regainRole)", for: script.file)
                guard try await replace(script, as: role, waiting: waiting) else { throw .failed(file: file, error) }
            }
            let answers = try await self.script(
                "\(Self.regainRole) \(History.record(script.file, in: home)); \(Registration.statement(for: script, in: home))",
                for: script.file)
            if let gone = answers.last { try await dropStale(gone, of: script, waiting: waiting) }
            try await self.script("release savepoint object", for: script.file)
            try await audited(in: script.file) { audit, connection throws(PostgresError) in
                try await audit.look(at: script.file.path, on: connection)
            }
        } catch {
            // Rolling back to the savepoint also takes role and settings back.
            if case .failed = error { try await self.script("rollback to savepoint object", for: script.file) }
            throw error
        }
    }
}
