extension Connection {
    /// Most bytes handed to libpq before they are sent, so that its buffer stays small.
    static let copySliceBytes = 65_536

    /// Sends rows with `copy … from stdin` and returns how many the server took.
    ///
    /// The connection's turn is held until the end, so the sequence must not use it. When the sequence throws
    /// or the task is cancelled, the COPY is undone and the connection stays usable.
    ///
    /// - Parameters:
    ///   - statement: The COPY, without parameters, as it can't have any.
    ///   - chunks: Bytes in the statement's format, cut anywhere.
    /// - Throws: The sequence's own error; otherwise `PostgresError`: the server's SQLSTATE, `57014` when
    ///   cancelled, `42601` when the statement isn't a COPY from stdin, `08006` when the connection broke.
    public nonisolated(nonsending) func copyIn<S: AsyncSequence>(
        _ statement: Query, from chunks: S
    ) async throws -> Int where S.Element == [UInt8] {
        guard statement.parameters.isEmpty else { throw PostgresError.misuse(.syntaxError, "COPY takes no parameters") }
        await turn.take()
        defer { turn.give() }
        guard !isBroken else { throw PostgresError.closed }
        guard !Task.isCancelled else { throw PostgresError.cancelled }
        let request = cancelRequest
        let outcome = await withTaskCancellationHandler {
            await attemptCopy(statement.text, chunks)
        } onCancel: {
            request.wish()
        }
        if request.isWished { await settleCancellation() }
        return try outcome.get()
    }

    private nonisolated(nonsending) func attemptCopy<S: AsyncSequence>(
        _ sql: String, _ chunks: S
    ) async -> Result<Int, any Error> where S.Element == [UInt8] {
        do {
            let count = try await runCopy(sql, chunks)
            if session.isLost { breakOff() }
            return .success(count)
        } catch {
            // The error may be the sequence's, about a connection of its own, so only this one's state counts.
            if session.isLost { breakOff() }
            return .failure(error)
        }
    }

    private nonisolated(nonsending) func runCopy<S: AsyncSequence>(
        _ sql: String, _ chunks: S
    ) async throws -> Int where S.Element == [UInt8] {
        try session.enqueueCopy(sql)
        guard try await drive(statements: 1, { $0.advanceScript(sql) }) == .copyIn else {
            _ = try session.leaveScript()
            throw PostgresError.misuse(.syntaxError, "the statement is not a COPY from stdin")
        }
        var sequenceError: (any Error)?
        do {
            for try await chunk in chunks { try await send(chunk) }
            // A stream may just end when its reader is cancelled; half of it must not be kept.
            if Task.isCancelled { sequenceError = PostgresError.cancelled }
        } catch {
            guard !session.isLost else { throw error }
            sequenceError = error
        }
        try await finishCopy(session, sql, failingWith: sequenceError == nil ? nil : "the rows could not be read")
        let result = Result { () throws(PostgresError) in try session.leaveScript() }
        if let sequenceError { throw sequenceError }
        return try result.get().last?.affectedRowCount ?? 0
    }

    private func send(_ chunk: [UInt8]) async throws(PostgresError) {
        var rest = chunk[...]
        while !rest.isEmpty {
            let slice = rest.prefix(Self.copySliceBytes)
            guard slice.withUnsafeBytes(session.enqueueCopyData) else { throw .lost(session.lossMessage) }
            try await drive(statements: 1) { $0.advanceOutput() }
            rest = rest.dropFirst(slice.count)
        }
    }

    /// Ends a COPY and takes the server's verdict.
    func finishCopy(_ session: Session, _ sql: String, failingWith reason: String?) async throws(PostgresError) {
        try session.enqueueCopyEnd(failingWith: reason)
        try await drive(statements: 1) { $0.advanceScript(sql) }
    }
}
