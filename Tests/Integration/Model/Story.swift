import Foundation
import Postgres

/// Some users, what happened to them, and what the model makes of it. Their steps run one after the other.
struct Story: Sendable {
    /// Where the database and the model part.
    struct Mismatch: Error, CustomStringConvertible, Sendable {
        /// Number of the step, from 0.
        let step: Int
        let description: String
    }

    /// Microseconds by which real time may run on in a story without anything expiring by it.
    static let margin = 600_000_000

    let desk: LedgerDesk
    /// Whether calls are lost on their way, and so sent again under their key.
    let isDisturbed: Bool
    var accounts: [ModelAccount] = []
    /// Calls with a key that were sent before.
    var keyed: [Call] = []
    /// Balances of the past: whose, when (microseconds), and what it was.
    var pasts: [(user: Int, at: Int, balance: String)] = []
    private(set) var stepCount = 0
    /// Calls that were sent.
    private(set) var callCount = 0

    /// Opens accounts for new users.
    static func begin(_ desk: LedgerDesk, users: Int, isDisturbed: Bool = false) async throws -> Story {
        var story = Story(desk: desk, isDisturbed: isDisturbed)
        for _ in 0..<users {
            let user = UUID().uuidString.lowercased()
            try await story.insisting {
                _ = try await desk.pool.query(
                    "insert into auth.users (id) values (\(user)::uuid) on conflict do nothing")
            }
            story.accounts.append(ModelAccount(user: user))
        }
        return story
    }

    /// Microseconds since 1970.
    static var now: Int { Int(Date().timeIntervalSince1970 * 1_000_000) }

    /// Takes the next step.
    ///
    /// - Throws: `Mismatch`; whatever the database fails with beside refusals.
    mutating func take(_ step: Step) async throws {
        defer { stepCount += 1 }
        switch step.resolve(in: self) {
        case .request(let request): try await ask(request)
        case .wait(let user, let microseconds):
            try await wait(user, microseconds)
            try await ask(.single(Call(user: accounts[user].user, action: .balance, key: nil)))
        case .look(let past): try await look(at: past)
        case .nothing: break
        }
    }

    private mutating func ask(_ request: Request) async throws {
        let now = Self.now
        let (given, wasRepeated) = try await send(request)
        callCount += request.calls.count
        guard given.count == request.calls.count else {
            throw mismatch("\(request) was given \(given.count) replies")
        }
        let expected = replies(to: request, at: now, given: given)
        for (call, (expected, given)) in zip(request.calls, zip(expected, given)) {
            let isSame = expected.facts == given.facts && (expected.id == nil || expected.id == given.id)
            // It was done when its reply was lost: a release has no key to learn that by, and what was refused may be
            // refused for what came after it.
            let isDone = call.isRelease && !expected.isRefusal && given.facts == "TH410"
            let isRefused = expected.isRefusal && given.isRefusal
            if !isSame && !(wasRepeated && (isDone || isRefused)) {
                throw mismatch("\(call)\n    expected \(expected)\n    given    \(given)\n    in \(request)")
            }
        }
        keyed += request.calls.filter { $0.key != nil }
        if wasRepeated { try await bringUpToDate(request) }
        try await learn(from: request)
        remember(request)
    }

    /// What the model replies, call by call.
    private mutating func replies(to request: Request, at now: Int, given: [Reply]) -> [Reply] {
        guard case .batch(let calls) = request else {
            return zip(request.calls, given).map { call, given in
                change(call.user) { $0.apply(call, at: now, given: given) } ?? call.stranger(at: now)
            }
        }
        for index in accounts.indices {
            accounts[index].prepare(for: calls.filter { $0.user == accounts[index].user }, at: now)
        }
        let replies = zip(calls, given).map { call, given in
            change(call.user) { account in
                if case .release(let id) = call.action { return account.releaseInBatch(id, at: now) }
                return account.apply(call, at: now, given: given)
            } ?? call.stranger(at: now)
        }
        for index in accounts.indices where calls.contains(where: { $0.isRelease && $0.user == accounts[index].user }) {
            accounts[index].finishReleases(at: now)
        }
        return replies
    }

    private mutating func change<R>(_ user: String, _ body: (inout ModelAccount) -> R) -> R? {
        accounts.firstIndex { $0.user == user }.map { body(&accounts[$0]) }
    }

    /// Keeps the balances of who took part, to be asked for later as of now.
    private mutating func remember(_ request: Request) {
        for index in accounts.indices where request.calls.contains(where: { $0.user == accounts[index].user }) {
            let now = Self.now
            pasts.append((index, now, accounts[index].balance(at: now)))
        }
        if pasts.count > 30 { pasts.removeFirst(pasts.count - 30) }
    }

    /// Says where the two part.
    func mismatch(_ text: String) -> Mismatch {
        Mismatch(step: stepCount, description: text)
    }
}

extension Call {
    /// Whether it is a release.
    var isRelease: Bool {
        if case .release = action { true } else { false }
    }

    /// The refusal of a user who has no account.
    fileprivate func stranger(at now: Int) -> Reply {
        var nobody = ModelAccount(user: user)
        let reply = nobody.apply(self, at: now, given: Reply(facts: ""))
        return reply.facts == "TH402" ? Reply(facts: Refusal.notFound("account").facts) : reply
    }
}
