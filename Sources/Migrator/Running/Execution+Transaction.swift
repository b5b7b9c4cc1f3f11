internal import Postgres

extension Execution {
    /// Runs a file in one transaction with its row of history.
    ///
    /// - Parameters:
    ///   - role: Whom it runs as; nil for the role that connected.
    ///   - recording: The statement that records it, from how long it took and where the log stood before.
    func transaction(
        _ script: Script, as role: String?, recording: (Duration, String?) -> String
    ) async throws(MigratorError) {
        progress(.started(path: script.file.path))
        let clock = ContinuousClock()
        let start = clock.now
        try await retrying { () async throws(MigratorError) in
            let begin = clock.now
            do throws(MigratorError) {
                let lsn = try await prepare(script.directives, as: role, isLocal: true, for: script.file)
                try await audited(in: script.file) { audit, connection throws(PostgresError) in
                    try await audit.begin(on: connection)
                }
                try await run(script.statements)
                try await audited(in: script.file) { audit, connection throws(PostgresError) in
                    try await audit.look(at: script.file.path, on: connection)
                }
                try await self.script(
                    "\(Self.regainRole) \(recording(clock.now - begin, lsn)); commit", for: script.file)
            } catch {
                await rollBack()
                throw error
            }
        }
        progress(.installed(path: script.file.path, took: clock.now - start))
    }
}
