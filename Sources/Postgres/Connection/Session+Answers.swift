private import CLibPQ

extension Session {
    /// Takes the answers that have arrived. `finished` once the last Sync has been answered; the connection
    /// may be lost then, which `isLost` tells.
    func advancePipeline() -> Progress {
        let interest = interest
        while PQisBusy(connection) == 0 {
            guard let answer = PQgetResult(connection) else {
                emptyAnswers += 1
                if isLost || emptyAnswers > 1 { return giveUp() }
                cursor += 1
                continue
            }
            emptyAnswers = 0
            take(answer)
            if cursor == steps.count { return .finished }
            if isLost { return giveUp() }
        }
        return .waiting(interest)
    }

    /// Hands over what the pipeline came to and lets go of it.
    ///
    /// - Throws: The first failure.
    func takeResults() throws(PostgresError) -> [QueryResult] {
        defer { (queries, results, failure) = ([], [], nil) }
        if let failure { throw failure }
        return results
    }

    private func giveUp() -> Progress {
        fail(.lost(isLost ? lossMessage : "libpq lost count of the answers"))
        close()
        return .finished
    }

    private func take(_ answer: OpaquePointer) {
        let answer = ResultHandle(owning: answer)
        switch PQresultStatus(answer.pointer) {
        case PGRES_PIPELINE_SYNC: skipToAfterSync()
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: succeed(answer)
        case PGRES_PIPELINE_ABORTED: skipped()
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            // There is no way back from here in pipeline mode.
            fail(.misuse(.syntaxError, "COPY can't run in a pipeline"))
            close()
        default: failed(answer)
        }
    }

    private func skipToAfterSync() {
        while cursor < steps.count {
            defer { cursor += 1 }
            if case .sync = steps[cursor] { return }
        }
    }

    private func succeed(_ answer: consuming ResultHandle) {
        guard cursor < steps.count else { return }
        switch steps[cursor] {
        case .parse(let query): cache.parsed(queries[query].text)
        case .execute: results.append(QueryResult(answer))
        case .deallocate(let name): cache.deallocated(name)
        case .sync: break
        }
    }

    private func skipped() {
        if cursor < steps.count, case .parse(let query) = steps[cursor] { cache.notParsed(queries[query].text) }
    }

    private func failed(_ answer: borrowing ResultHandle) {
        guard cursor < steps.count else { return }
        switch steps[cursor] {
        case .parse(let query):
            cache.notParsed(queries[query].text)
            fail(PostgresError(failure: answer.pointer, statement: queries[query].text))
        case .execute(let query):
            fail(PostgresError(failure: answer.pointer, statement: queries[query].text))
        case .deallocate(let name):
            // The server didn't know it any more.
            cache.deallocated(name)
        case .sync:
            fail(PostgresError(failure: answer.pointer, statement: nil))
        }
    }

    /// Whether the pipeline failed only because a prepared statement was stale or unknown to the server,
    /// which has now been forgotten.
    ///
    /// A routine's own statements can fail in the same way; then the error has a context and isn't ours to
    /// mend.
    func forgetStaleStatement() -> Bool {
        guard let failure, failure.context == nil, let statement = failure.statement else { return false }
        switch (failure.state, failure.sourceRoutine) {
        case (.featureNotSupported, "RevalidateCachedQuery"): cache.forget(statement)
        case (.unknownStatement, "FetchPreparedStatement"): cache.forgetAll()
        default: return false
        }
        return true
    }
}
