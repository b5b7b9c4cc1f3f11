internal import Postgres
internal import Synchronization

/// Sends what comes while others commit together as the next batch, and each by itself when a batch fails as a whole.
final class CallBatches<Answer: Sendable>: Sendable {
    /// Sends items in one transaction.
    ///
    /// - Parameters:
    ///   - items: JSON objects.
    ///   - lockPatience: Longest wait for a lock, as PostgreSQL writes durations; nil for as long as a statement takes.
    /// - Returns: An answer for each, in their order; nil for one that was left unanswered.
    typealias Send =
        @Sendable (_ items: [String], _ lockPatience: String?) async throws(PostgresError) -> [Answer?]

    /// The group that all are of.
    private enum Group { case all }

    private struct Waiting: Sendable {
        let item: String
        let owner: String
        let caller: UnsafeContinuation<Result<Answer, PostgresError>, Never>
    }

    private struct Guarded {
        var state: GatherState<Group, String, Waiting>
        var nextTicket: UInt64 = 0
    }

    private let function: String
    private let send: Send
    private let observe: @Sendable (Observation) -> Void
    private let guarded: Mutex<Guarded>

    /// - Parameters:
    ///   - function: How it is reported.
    ///   - limits: Of batches and of what waits.
    init(
        _ function: String, limits: GatherLimits, observe: @escaping @Sendable (Observation) -> Void,
        send: @escaping Send
    ) {
        self.function = function
        self.send = send
        self.observe = observe
        guarded = Mutex(Guarded(state: GatherState(limits)))
    }

    /// The answer to an item. Whoever asks may be cancelled meanwhile; the item isn't.
    ///
    /// - Parameter owner: Whose it is: owners take turns.
    /// - Throws: What it fails with, alone or in its batch.
    func answer(_ item: String, of owner: String) async throws(PostgresError) -> Answer {
        let result = await withUnsafeContinuation { caller in
            let waiting = Waiting(item: item, owner: owner, caller: caller)
            let admission = guarded.withLock { guarded in
                guarded.nextTicket += 1
                let admission = guarded.state.join(waiting, ticket: guarded.nextTicket, .all, owner)
                if admission == .apart { guarded.state.setApart(owner) }
                return admission
            }
            switch admission {
            case .alone: detach { await self.goAlone(waiting) }
            case .apart: detach { await self.goApart(waiting) }
            case .waiting: break
            case .refused:
                observe(.gatheringFull)
                caller.resume(
                    returning: .failure(
                        PostgresError(
                            state: .tooManyConnections, origin: .pool(.queueFull),
                            message: "too many calls wait for others")))
            }
        }
        return try result.get()
    }

    private func detach(_ body: @escaping @Sendable () async -> Void) {
        Task(executorPreference: EventLoopExecutor.shared) { await body() }
    }

    /// Goes by itself, but keeps its place no longer than it takes to see that somebody keeps its account locked.
    private func goAlone(_ waiting: Waiting) async {
        do throws(PostgresError) {
            let answer = try await run([waiting.item], Gatherer.lockPatience)[0]
            depart(after: .alone)
            waiting.caller.resume(returning: answer)
        } catch {
            if error.state == .lockNotAvailable, error.leavesNothing {
                guarded.withLock { $0.state.setApart(waiting.owner) }
                depart(after: .alone)
                return await goApart(waiting)
            }
            depart(after: .alone)
            waiting.caller.resume(returning: .failure(error))
        }
    }

    private func goApart(_ waiting: Waiting) async {
        let result: Result<Answer, PostgresError>
        do throws(PostgresError) {
            result = try await run([waiting.item], nil)[0]
        } catch {
            result = .failure(error)
        }
        guarded.withLock { $0.state.endApart(waiting.owner) }
        waiting.caller.resume(returning: result)
    }

    private func depart(after arrival: GatherState<Group, String, Waiting>.Arrival) {
        let first = next(after: arrival)
        guard !first.isEmpty else { return }
        detach {
            var calls = first
            while !calls.isEmpty {
                await self.goTogether(calls)
                calls = self.next(after: .batch)
            }
        }
    }

    private func next(after arrival: GatherState<Group, String, Waiting>.Arrival) -> [Waiting] {
        let departure = guarded.withLock { $0.state.next(after: arrival, of: .all) { _ in false } }
        for waiting in departure.alone { detach { await self.goAlone(waiting) } }
        return departure.together
    }

    private func goTogether(_ calls: [Waiting]) async {
        let start = ContinuousClock.now
        do throws(PostgresError) {
            let answers = try await run(calls.map(\.item), Gatherer.lockPatience)
            observe(.gathered(function: function, calls: calls.count, took: ContinuousClock.now - start))
            for (waiting, answer) in zip(calls, answers) { waiting.caller.resume(returning: answer) }
        } catch {
            observe(.gatherFailed(function: function, calls: calls.count, error))
            guard error.leavesNothing else {
                for waiting in calls { waiting.caller.resume(returning: .failure(error)) }
                return
            }
            guarded.withLock { guarded in
                for waiting in calls { guarded.state.setApart(waiting.owner) }
            }
            for waiting in calls { detach { await self.goApart(waiting) } }
        }
    }

    private func run(
        _ items: [String], _ lockPatience: String?
    ) async throws(PostgresError) -> [Result<Answer, PostgresError>] {
        let answers = try await send(items, lockPatience)
        return items.indices.map { index in
            guard answers.indices.contains(index), let answer = answers[index] else {
                return .failure(
                    PostgresError(state: .protocolViolation, origin: .client, message: "a call was left unanswered"))
            }
            return .success(answer)
        }
    }
}
