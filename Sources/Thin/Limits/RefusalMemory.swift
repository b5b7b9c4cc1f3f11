internal import HTTPTypes
internal import Synchronization

/// What the database refused a moment ago, so that whoever asks again at once isn't let through to it.
final class RefusalMemory: Sendable {
    private struct Refusal {
        let problem: Problem
        /// When the database would no longer refuse.
        let free: ContinuousClock.Instant
        /// Until when it is taken from memory: an operator may have raised the limit meanwhile.
        let forgotten: ContinuousClock.Instant
    }

    /// Longest that a refusal is remembered.
    static let longest: Duration = .seconds(5)
    /// Refusals remembered; when there are more, all are forgotten.
    static let countMax = 10_000

    private let refusals = Mutex<[Turn: Refusal]>([:])

    /// Refuses what was refused a moment ago.
    ///
    /// - Throws: `Problem` 429 with the seconds that are left.
    func check(_ turn: Turn, now: ContinuousClock.Instant = .now) throws(Problem) {
        let refusal = refusals.withLock { refusals -> Refusal? in
            guard let refusal = refusals[turn] else { return nil }
            guard refusal.forgotten > now else {
                refusals[turn] = nil
                return nil
            }
            return refusal
        }
        guard let refusal else { return }
        let left = refusal.free - now
        let seconds = String(max(1, left.components.seconds + (left.components.attoseconds > 0 ? 1 : 0)))
        var problem = refusal.problem
        problem.details = seconds
        problem.headers[.retryAfter] = seconds
        if let headers = Turn.headers(refusedBy: problem.hint, for: seconds) {
            problem.headers[.rateLimit] = headers[.rateLimit]
        }
        throw problem
    }

    /// Keeps a refusal, if it is one by a rate limit.
    func remember(_ problem: Problem, of turn: Turn, now: ContinuousClock.Instant = .now) {
        guard problem.status == .tooManyRequests, problem.headers[.rateLimit] != nil,
            let seconds = problem.details.flatMap({ Int($0) })
        else { return }
        let free = now + .seconds(seconds)
        refusals.withLock { refusals in
            if refusals.count >= Self.countMax { refusals.removeAll() }
            refusals[turn] = Refusal(problem: problem, free: free, forgotten: min(free, now + Self.longest))
        }
    }
}
