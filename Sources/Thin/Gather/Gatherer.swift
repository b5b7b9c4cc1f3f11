internal import HTTPTypes
package import Postgres
internal import Synchronization

/// Sends calls that arrive while others commit together as the next batch. Correctness never depends on it: each call
/// gets the answer that it would get alone, and what can't be had so goes alone.
package final class Gatherer: Sendable {
    typealias Group = GatheredCall.Group
    typealias State = GatherState<Group, String, Waiting>

    /// How a call's wait ended.
    enum Outcome: Sendable {
        case answered(CallAnswer)
        case failed(PostgresError)
        /// It has a place of its group and goes by itself.
        case alone
        /// It goes by itself without a place: its batch failed and certainly left nothing behind.
        case apart
        /// Its task was cancelled, or its client went away, before it was sent.
        case abandoned
        case refused
    }

    /// A call in the line.
    struct Waiting: Sendable {
        let call: GatheredCall
        let connection: ClientConnection?
        let caller: UnsafeContinuation<Outcome, Never>
    }

    private struct Guarded {
        var state: State
        var nextTicket: UInt64 = 0
    }

    let pool: ConnectionPool
    let ownership: IdentityOwnership
    let observe: @Sendable (Observation) -> Void
    private let guarded: Mutex<Guarded>

    package init(
        _ pool: ConnectionPool, ownership: IdentityOwnership, limits: GatherLimits = GatherLimits(),
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.ownership = ownership
        self.observe = observe
        guarded = Mutex(Guarded(state: State(limits)))
    }

    /// Answers a call, alone or together with others.
    ///
    /// - Parameters:
    ///   - connection: Where its client is; a call whose client has gone before it was sent is dropped.
    ///   - single: Makes the single call, with a limit on how long it waits for a lock, or without.
    /// - Throws: What the call fails with, alone or in its batch.
    func answer(
        _ call: GatheredCall, from connection: ClientConnection?,
        single: (_ lockPatience: String?) async throws -> CallAnswer
    ) async throws -> CallAnswer {
        let outcome: Outcome =
            switch guarded.withLock({ $0.state.admit(call.group, call.owner) }) {
            case .alone: .alone
            case .apart: try await .answered(single(nil))
            case .refused: .refused
            case .waiting: await wait(call, connection)
            }
        switch outcome {
        case .answered(let answer): return answer
        case .failed(let error): throw error
        case .alone: return try await goAlone(call, single)
        case .apart: return try await goApart(call, single)
        case .abandoned: throw Problem.clientGone
        case .refused:
            observe(.gatheringFull)
            throw PostgresError(
                state: .tooManyConnections, origin: .pool(.queueFull), message: "too many calls wait for others")
        }
    }

    /// Goes by itself, but keeps its place no longer than it takes to see that somebody keeps its account locked.
    private func goAlone(
        _ call: GatheredCall, _ single: (_ lockPatience: String?) async throws -> CallAnswer
    ) async throws -> CallAnswer {
        do {
            let answer = try await single(Self.lockPatience)
            depart(after: .alone, of: call.group)
            return answer
        } catch let error as PostgresError where error.state == .lockNotAvailable && error.leavesNothing {
            guarded.withLock { $0.state.setApart(call.owner) }
            depart(after: .alone, of: call.group)
            return try await goApart(call, single)
        } catch {
            depart(after: .alone, of: call.group)
            throw error
        }
    }

    private func goApart(
        _ call: GatheredCall, _ single: (_ lockPatience: String?) async throws -> CallAnswer
    ) async throws -> CallAnswer {
        defer { guarded.withLock { $0.state.endApart(call.owner) } }
        return try await single(nil)
    }

    private func wait(_ call: GatheredCall, _ connection: ClientConnection?) async -> Outcome {
        let ticket = guarded.withLock { guarded in
            guarded.nextTicket += 1
            return guarded.nextTicket
        }
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { caller in
                enter(Waiting(call: call, connection: connection, caller: caller), ticket)
            }
        } onCancel: {
            guarded.withLock { $0.state.withdraw(ticket) }?.caller.resume(returning: .abandoned)
        }
    }

    private func enter(_ waiting: Waiting, _ ticket: UInt64) {
        let call = waiting.call
        let admission = guarded.withLock { guarded -> State.Admission? in
            // Looked at under the lock: a cancellation later than this finds the ticket in the line.
            guard !Task.isCancelled else { return nil }
            let admission = guarded.state.join(waiting, ticket: ticket, call.group, call.owner)
            if admission == .apart { guarded.state.setApart(call.owner) }
            return admission
        }
        switch admission {
        case nil: waiting.caller.resume(returning: .abandoned)
        case .alone: waiting.caller.resume(returning: .alone)
        case .apart: waiting.caller.resume(returning: .apart)
        case .refused: waiting.caller.resume(returning: .refused)
        case .waiting: break
        }
    }

    /// Lets go out what may, now that something has come back.
    private func depart(after arrival: State.Arrival, of group: Group) {
        let calls = nextBatch(after: arrival, of: group)
        guard !calls.isEmpty else { return }
        // Callers come and go; a batch belongs to none of them.
        Task {
            var calls = calls
            while !calls.isEmpty {
                await send(calls, group)
                calls = nextBatch(after: .batch, of: group)
            }
        }
    }

    /// What goes out together next. Calls that go by themselves are sent off.
    private func nextBatch(after arrival: State.Arrival, of group: Group) -> [Waiting] {
        let departure = guarded.withLock { guarded in
            guarded.state.next(after: arrival, of: group) { $0.connection?.hasEnded == true }
        }
        for waiting in departure.abandoned { waiting.caller.resume(returning: .abandoned) }
        for waiting in departure.alone { waiting.caller.resume(returning: .alone) }
        return departure.together
    }

    /// Lets the calls of a batch that left nothing behind go on by themselves.
    func setApart(_ calls: [Waiting]) {
        guarded.withLock { guarded in
            for waiting in calls { guarded.state.setApart(waiting.call.owner) }
        }
        for waiting in calls { waiting.caller.resume(returning: .apart) }
    }
}

extension Problem {
    /// Nobody reads it.
    static let clientGone = Problem(
        .init(code: 499, reasonPhrase: "Client Closed Request"), "TH499", "the client went away")
}
