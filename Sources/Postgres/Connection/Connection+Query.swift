extension Connection {
    /// Runs one statement, in a transaction of its own unless one is open.
    ///
    /// - Throws: The server's SQLSTATE; `22021` for a NUL byte, `57014` when cancelled, `08006` when the
    ///   connection broke, `08003` when it was closed.
    public func query(_ query: Query) async throws(PostgresError) -> QueryResult {
        let results = try await pipeline([query])
        guard let result = results.first else { throw .lost("the answer holds no result") }
        return result
    }

    /// Runs statements in one network trip and one transaction; the first failure undoes them all and is
    /// thrown.
    ///
    /// Outside `transaction`, statements that don't fit the server's cached plan any more make the pipeline
    /// run a second time; nothing of the first survives but what `committing` says.
    ///
    /// - Parameter count: How many statements at the head commit what they do, such as calls of procedures with a
    ///   `commit`; those that have answered aren't run a second time.
    /// - Throws: The server's SQLSTATE; `22021` for a NUL byte, `57014` when cancelled, `08006` when the
    ///   connection broke, `08003` when it was closed.
    public func pipeline(
        _ queries: [Query], committing count: Int = 0
    ) async throws(PostgresError) -> [QueryResult] {
        try await pipeline(queries, committing: count, isShielded: false)
    }

    func pipeline(
        _ queries: [Query], committing count: Int = 0, isShielded: Bool
    ) async throws(PostgresError) -> [QueryResult] {
        guard !queries.isEmpty else { return [] }
        return try await exchange(isShielded: isShielded) { session throws(PostgresError) in
            let wasIdle = session.isIdle
            try await trip(queries, session)
            var done: [QueryResult] = []
            if session.failure != nil, session.forgetStaleStatement(), wasIdle, !session.isLost {
                done = Array(session.results.prefix(count))
                try await trip(Array(queries.dropFirst(done.count)), session)
            }
            return done + (try session.takeResults())
        }
    }

    private func trip(_ queries: [Query], _ session: Session) async throws(PostgresError) {
        try session.enqueue(queries)
        try await drive(statements: queries.count) { $0.advancePipeline() }
    }

    /// Runs SQL that may hold several statements, such as a migration, by the simple protocol: one
    /// transaction unless the script has its own. Not for hot paths, since nothing is prepared.
    ///
    /// - Throws: The server's SQLSTATE of the first failure; `22021`, `57014`, `08006`, `08003` as `query`
    ///   does.
    public func script(_ sql: String) async throws(PostgresError) -> [QueryResult] {
        try await exchange { session throws(PostgresError) in
            try session.enqueueScript(sql)
            let progress = try await drive(statements: 1) { $0.advanceScript(sql) }
            if progress == .copyIn {
                session.fail(.misuse(.syntaxError, "COPY from the client belongs in copyIn"))
                try await finishCopy(session, sql, failingWith: "COPY data isn't part of a script")
            }
            return try session.leaveScript()
        }
    }
}
