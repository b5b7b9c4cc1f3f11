extension Connection {
    /// Runs one call's exchange with the server: takes the turn, watches for cancellation, leaves the
    /// connection clean.
    ///
    /// - Parameter isShielded: Goes through with the exchange even if the task is cancelled, as a rollback
    ///   must.
    func exchange<R: Sendable>(
        isShielded: Bool = false, _ body: (Session) async throws(PostgresError) -> R
    ) async throws(PostgresError) -> R {
        await turn.take()
        defer { turn.give() }
        guard !isBroken else { throw .closed }
        guard !isShielded else { return try await attempt(body).get() }
        guard !Task.isCancelled else { throw .cancelled }
        let request = cancelRequest
        let outcome = await withTaskCancellationHandler {
            await attempt(body)
        } onCancel: {
            request.wish()
        }
        if request.isWished { await settleCancellation() }
        return try outcome.get()
    }

    private func attempt<R: Sendable>(
        _ body: (Session) async throws(PostgresError) -> R
    ) async -> Result<R, PostgresError> {
        do throws(PostgresError) {
            let value = try await body(session)
            if session.isLost { breakOff() }
            return .success(value)
        } catch {
            if session.isLost || !error.connectionIsUsable { breakOff() }
            return .failure(error)
        }
    }

    /// Makes sure that a cancel request can't hit whoever uses the connection next: waits until the server
    /// has taken note of it, then makes one trip for it to hit.
    func settleCancellation() async {
        let wasSent = cancelRequest.isSent
        let deadline = ContinuousClock.now + Self.cancelInterval * Self.cancelAttempts
        while cancelRequest.isInFlight, !isBroken {
            let wake = await Reactor.shared.wait(in: session.slot, for: [], on: -1, until: deadline)
            if wake == .timedOut { breakOff() }
        }
        cancelRequest.reset()
        guard wasSent, !isBroken else { return }
        // The trip may itself be cancelled, which is what it is for, so only a broken connection counts.
        _ = await attempt { session throws(PostgresError) in
            try session.enqueueSync()
            try await drive(statements: 1) { $0.advancePipeline() }
        }
    }

    /// Advances the session until it has nothing to wait for.
    ///
    /// - Parameter statements: How many statements may each take the statement timeout.
    /// - Throws: `08006` when the server doesn't answer in time.
    @discardableResult
    func drive(
        statements: Int, _ advance: (Session) -> Session.Progress
    ) async throws(PostgresError) -> Session.Progress {
        let limit = settings.statementTimeout.map { $0 * max(statements, 1) + settings.answerGrace }
        var patience = Patience(deadline: limit.map { ContinuousClock.now + $0 })
        while true {
            let progress = advance(session)
            guard case .waiting(let interest) = progress else { return progress }
            let wake = await Reactor.shared.wait(
                in: session.slot, for: interest, on: session.socket, until: patience.deadline)
            switch wake {
            case .ready: session.read()
            case .interrupted, .timedOut: try reconsider(&patience)
            }
        }
    }

    private func reconsider(_ patience: inout Patience) throws(PostgresError) {
        switch patience.next(isCancelled: cancelRequest.isWished, now: .now) {
        case .wait: break
        case .sendCancel: cancelRequest.send(cancelKey)
        case .giveUp:
            breakOff()
            throw .lost("the server did not answer in time")
        }
    }
}
