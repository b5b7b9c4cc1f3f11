private import CLibPQ

extension Session {
    /// Leaves pipeline mode and queues SQL that may hold several statements.
    ///
    /// - Throws: `22021` with nothing queued; `08006`.
    func enqueueScript(_ sql: String) throws(PostgresError) {
        guard !sql.utf8.contains(0) else { throw .holdsNUL("a script") }
        try leavePipelineMode()
        guard PQsendQuery(connection, sql) == 1 else { throw .lost(lossMessage) }
    }

    /// Leaves pipeline mode and queues one statement, which may be a COPY.
    ///
    /// - Throws: `22021` with nothing queued; `08006`.
    func enqueueCopy(_ sql: String) throws(PostgresError) {
        guard !sql.utf8.contains(0) else { throw .holdsNUL("a statement") }
        try leavePipelineMode()
        guard PQsendQueryParams(connection, sql, 0, nil, nil, nil, nil, 0) == 1 else { throw .lost(lossMessage) }
    }

    private func leavePipelineMode() throws(PostgresError) {
        results = []
        failure = nil
        guard PQexitPipelineMode(connection) == 1 else { throw .lost(lossMessage) }
    }

    /// Goes back to pipeline mode once everything has been answered, and hands over what it came to.
    ///
    /// - Throws: The first failure; `08006`.
    func leaveScript() throws(PostgresError) -> [QueryResult] {
        if !isLost, PQenterPipelineMode(connection) != 1 {
            fail(.lost(lossMessage))
            close()
        }
        return try takeResults()
    }

    /// Takes the answers that have arrived, outside pipeline mode.
    func advanceScript(_ sql: String) -> Progress {
        let interest = interest
        while PQisBusy(connection) == 0 {
            guard let answer = PQgetResult(connection) else { return .finished }
            let result = ResultHandle(owning: answer)
            switch PQresultStatus(result.pointer) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: results.append(QueryResult(result))
            case PGRES_COPY_IN: return .copyIn
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                fail(.misuse(.syntaxError, "COPY to the client isn't supported"))
                close()
                return .finished
            default:
                fail(PostgresError(failure: result.pointer, statement: sql))
                if isLost { return .finished }
            }
        }
        return .waiting(interest)
    }

    /// Queues COPY data. The caller sends it with `advanceOutput` before queueing more. False when the
    /// connection broke.
    func enqueueCopyData(_ bytes: UnsafeRawBufferPointer) -> Bool {
        PQputCopyData(connection, bytes.baseAddress, Int32(bytes.count)) == 1
    }

    /// Ends the COPY; with a reason the server fails it with `57014`.
    ///
    /// - Throws: `08006`.
    func enqueueCopyEnd(failingWith reason: String? = nil) throws(PostgresError) {
        guard PQputCopyEnd(connection, reason) == 1 else { throw .lost(lossMessage) }
    }
}
