extension Connection {
    /// Runs `body` between `begin` and `commit`, or `rollback` if it throws or the task is cancelled.
    ///
    /// Every call on this connection meanwhile is part of the transaction, so `body` has to be its only user.
    /// `rollback` and `commit` go through even if the task is cancelled.
    ///
    /// - Throws: What `body` throws when nothing else fails; `57014` when the task is cancelled before the
    ///   commit; otherwise `TransactionError`, which keeps the failures apart. Inside another transaction,
    ///   its `begin` is `25001`.
    public nonisolated(nonsending) func transaction<R: Sendable>(
        isolation: IsolationLevel = .readCommitted, readOnly: Bool = false,
        _ body: (Connection) async throws -> R
    ) async throws -> R {
        try await begin(isolation, readOnly: readOnly)
        let value: R
        do {
            value = try await body(self)
            if Task.isCancelled { throw PostgresError.cancelled }
        } catch {
            try await rollBack(after: error)
        }
        try await commit()
        return value
    }

    private func begin(_ isolation: IsolationLevel, readOnly: Bool) async throws {
        do throws(PostgresError) {
            try await exchange { session throws(PostgresError) in
                if session.isInTransaction { throw .misuse(.activeTransaction, "a transaction is already open") }
            }
            let access = readOnly ? "read only" : "read write"
            _ = try await query(Query(unsafeText: "begin isolation level \(isolation.rawValue) \(access)"))
        } catch {
            // A cancelled begin may have begun.
            if !isBroken, error.state != .activeTransaction { _ = await rollBack() }
            throw TransactionError(begin: error)
        }
    }

    private func rollBack(after failure: any Error) async throws -> Never {
        // On a broken connection the server rolls back by itself.
        if !isBroken, let error = await rollBack() { throw TransactionError(body: failure, rollback: error) }
        throw failure
    }

    /// Rolls back whatever is open. A connection that can't do it is broken off.
    func rollBack() async -> PostgresError? {
        do throws(PostgresError) {
            try await exchange(isShielded: true) { session throws(PostgresError) in
                guard session.isInTransaction else { return }
                try session.enqueue(["rollback"])
                try await drive(statements: 1) { $0.advancePipeline() }
                _ = try session.takeResults()
            }
            return nil
        } catch {
            await close()
            return error
        }
    }

    private func commit() async throws {
        do throws(PostgresError) {
            let results = try await pipeline(["commit"], isShielded: true)
            // The server answers a commit of a failed transaction with success, and with this tag.
            guard results.first?.commandTag == "COMMIT" else {
                throw .misuse(.failedTransaction, "a statement had failed, so the transaction was rolled back")
            }
        } catch {
            throw TransactionError(commit: error)
        }
    }
}
