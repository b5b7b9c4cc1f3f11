import Synchronization

extension ConnectionPool {
    /// A connection that is idle and, as far as can be told without asking the server, alive.
    ///
    /// - Throws: Origin `.pool`; `57014` when the task is cancelled.
    func acquire() async throws(PostgresError) -> Lease {
        while let lease = guarded.withLock({ $0.state.lease() }) {
            if lease.member.isQuiet { return lease }
            giveBack(lease, isUsable: false)
        }
        return try await acquireByWaiting()
    }

    /// Takes a connection back once it is fit for the next lease.
    func release(_ lease: Lease) async {
        giveBack(lease, isUsable: await lease.member.tidyUp())
    }

    private func acquireByWaiting() async throws(PostgresError) -> Lease {
        let arrival = ContinuousClock.now
        let ticket = guarded.withLock { guarded in
            guarded.nextTicket += 1
            return guarded.nextTicket
        }
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in enter(waiter, ticket: ticket, now: arrival) }
        } onCancel: {
            withdraw(ticket)
        }
        let lease = try outcome.get()
        observe(.waited(arrival.duration(to: .now)))
        return lease
    }

    private func enter(_ waiter: Waiter, ticket: UInt64, now: ContinuousClock.Instant) {
        let (admission, startsTimer) = guarded.withLock { guarded -> (State.Admission?, Bool) in
            // Looked at under the lock: a cancellation later than this finds the ticket in the line.
            guard !Task.isCancelled else { return (nil, false) }
            let admission = guarded.state.admit(waiter, ticket: ticket, now: now)
            guard case .waiting = admission, !guarded.isTimingWaiters else { return (admission, false) }
            guarded.isTimingWaiters = true
            return (admission, true)
        }
        if startsTimer { Task { await timeWaiters() } }
        switch admission {
        case nil: waiter.resume(returning: .failure(.cancelled))
        case .granted(let lease): waiter.resume(returning: .success(lease))
        case .waiting: openWhatIsNeeded()
        case .refused(let refusal):
            if refusal == .queueFull { observe(.queueFull) }
            waiter.resume(returning: .failure(.pool(refusal)))
        }
    }

    private func withdraw(_ ticket: UInt64) {
        let waiter = guarded.withLock { $0.state.withdraw(ticket) }
        waiter?.resume(returning: .failure(.cancelled))
    }

    /// Turns away those who have waited too long. One task does it for all, and only while anybody waits.
    private func timeWaiters() async {
        while true {
            let deadline = guarded.withLock { guarded -> ContinuousClock.Instant? in
                let deadline = guarded.state.nextDeadline()
                guarded.isTimingWaiters = deadline != nil
                return deadline
            }
            guard let deadline else { return }
            try? await Task.sleep(until: deadline, clock: .continuous)
            let (late, cause) = guarded.withLock { ($0.state.expire(now: .now), $0.state.lastFailure) }
            for waiter in late {
                observe(.acquireTimedOut)
                waiter.resume(returning: .failure(.pool(.acquireTimeout, cause: cause)))
            }
        }
    }

    func giveBack(_ lease: Lease, isUsable: Bool) {
        let placement = guarded.withLock { $0.state.giveBack(lease, isUsable: isUsable, now: .now) }
        carryOut(placement)
    }

    /// Does what the state decided about a connection.
    func carryOut(_ placement: State.Placement) {
        switch placement {
        case .kept: break
        case .handed(let waiter, let lease): waiter.resume(returning: .success(lease))
        case .closed(let connection, let reason):
            close(connection, reason)
            openWhatIsNeeded()
            resumeIfDrained()
        }
    }
}
