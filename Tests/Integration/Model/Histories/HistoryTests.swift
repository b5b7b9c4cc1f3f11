import Foundation
import Postgres
import Testing

/// Concurrent calls: whatever was answered, there is an order of the calls that explains it.
@Suite(.timeLimit(.minutes(10))) struct HistoryTests {
    @Test func `what sixteen sessions were told of four accounts has a sequential order`() async throws {
        let seed =
            ProcessInfo.processInfo.environment["THIN_MODEL_SEED"].flatMap { UInt64($0) }
            ?? .random(in: .min ... .max)
        print("history: seed \(seed)")
        try await TestWorld.withDatabase { database in
            try await database.withPool({ $0.maximumConnections = 18 }) { pool in
                let desk = LedgerDesk(pool: pool)
                let story = try await Story.begin(desk, users: 4)
                let crowd = Crowd(desk: desk, users: story.accounts.map(\.user))
                for (number, account) in story.accounts.enumerated() {
                    _ = try await desk.pool.query("select credits.set_debt_limit(\(account.user)::uuid, 0)")
                    try await crowd.give(account.user, "\(40 + number)")
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for session in 0..<16 {
                        group.addTask { try await crowd.run(50, seed: seed &+ UInt64(session)) }
                    }
                    // Readers and chores beside them: what they see is sound at every moment.
                    group.addTask {
                        for _ in 0..<40 {
                            _ = try await pool.query("select credits.sweep()")
                            let broken = try await pool.query("select * from credits.verify()").rowCount
                            #expect(broken == 0)
                        }
                    }
                    try await group.waitForAll()
                }
                for account in story.accounts { try await Self.expectOrder(of: account, crowd, seed) }
                let broken = try await pool.query("select * from credits.verify()").rowCount
                #expect(broken == 0)
            }
        }
    }

    private static func expectOrder(of account: ModelAccount, _ crowd: Crowd, _ seed: UInt64) async throws {
        let events = try await crowd.events(of: account.user)
        var sequencing = Sequencing(events, at: Story.now)
        let exists = sequencing.exists(from: account)
        #expect(
            exists,
            "seed \(seed): no order of \(events.count) calls; \(sequencing.longest.count) fit, then\n\(sequencing.stuck)"
        )
    }

    private static func event(_ action: Call.Action, _ facts: String, _ begin: UInt64, _ end: UInt64) -> Event {
        Event(
            call: Call(user: "u", action: action, key: nil), reply: Reply(facts: facts, id: "\(begin)"), begin: begin,
            end: end)
    }

    private static let grant = event(
        .grant(amount: "10", source: "purchase", priority: 100, expiresAt: nil), "purchase 10 10 100", 0, 1)

    private static func reserve(_ facts: String, _ begin: UInt64, _ end: UInt64) -> Event {
        event(.reserve(amount: "6", units: nil, jobType: "story", seconds: 900), facts, begin, end)
    }

    @Test func `the same credits spent twice have no order`() {
        var sequencing = Sequencing(
            [Self.grant, Self.reserve("reserved 6 0 0 900", 2, 5), Self.reserve("reserved 6 0 0 900", 3, 4)], at: 0)
        let exists = sequencing.exists(from: ModelAccount(user: "u"))
        #expect(!exists)
    }

    @Test func `a call that sees what began after it ended has no order`() {
        var sequencing = Sequencing([Self.reserve("reserved 6 0 0 900", 2, 3), Self.late], at: 0)
        let exists = sequencing.exists(from: ModelAccount(user: "u"))
        #expect(!exists)
    }

    @Test func `calls beside each other may have happened either way`() {
        var sequencing = Sequencing(
            [Self.reserve("TH402", 2, 9), Self.late, Self.reserve("reserved 6 0 0 900", 3, 8)], at: 0)
        let exists = sequencing.exists(from: ModelAccount(user: "u"))
        #expect(exists)
    }

    private static let late = event(
        .grant(amount: "10", source: "purchase", priority: 100, expiresAt: nil), "purchase 10 10 100", 4, 6)
}

extension Crowd {
    /// A first grant, on record.
    func give(_ user: String, _ amount: String) async throws {
        let call = Call(
            user: user, action: .grant(amount: amount, source: "purchase", priority: 100, expiresAt: nil), key: nil)
        if let reply = try await desk.send(.single(call)).first { board.note(call, reply, 0, 1) }
    }
}
