internal import Postgres

extension Runner {
    /// Does what needs the runner's lock. Ends with the options' timeout, or when the task is cancelled.
    func working<R: Sendable>(
        as verb: String, _ body: @escaping @Sendable (WorkingSession) async throws(MigratorError) -> R
    ) async throws(MigratorError) -> R {
        try await limited { () async throws(MigratorError) in
            try await connected { connection throws(MigratorError) in
                let watch = BlockWatch(connection, at: target, progress)
                let watching = Task { await watch.run() }
                defer { watching.cancel() }
                let session = try await WorkingSession(self, verb: verb, on: connection, watch)
                return try await body(session)
            }
        }
    }

    /// Opens a connection for `body` and closes it.
    func connected<R: Sendable>(
        _ body: (Connection) async throws(MigratorError) -> R
    ) async throws(MigratorError) -> R {
        if let schema = options.schema, options.home.isTooLong { throw .badSchemaName(name: schema) }
        let connection = try await MigratorError.connecting(to: target)
        do throws(MigratorError) {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    private func limited<R: Sendable>(
        _ body: @escaping @Sendable () async throws(MigratorError) -> R
    ) async throws(MigratorError) -> R {
        guard let limit = options.timeout else { return try await body() }
        let work = Task { await Result { () async throws(MigratorError) in try await body() } }
        let timer = Task {
            try await Task.sleep(for: limit)
            work.cancel()
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }.get()
    }
}
