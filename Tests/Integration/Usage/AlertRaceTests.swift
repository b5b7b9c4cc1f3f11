import Foundation
import Postgres
import Testing

/// Thresholds that many reach at the same time.
@Suite(.timeLimit(.minutes(5))) struct AlertRaceTests {
    static func alerts(_ metered: Metered) async throws -> String? {
        try await metered.value(
            """
            select string_agg(format('%s at %s', a.percent, a.used), ' ' order by a.percent)
            from usage.alerts a where a.user_id = \(metered.user)::uuid
            """)
    }

    @Test(arguments: [IsolationLevel.readCommitted, .repeatableRead, .serializable])
    func `each is told of once, and posted once to each endpoint`(isolation: IsolationLevel) async throws {
        try await Metered.with(limits: ["'month', 'hard', 30, null"]) { metered in
            for name in ["one", "two"] {
                _ = try await metered.value("select ops.add_webhook_endpoint('https://example.com/' || \(name))::text")
            }
            let outcomes = try await Race(database: metered.database, isolation: isolation).outcomes { caller in
                UsageRaceTests.record(metered.user, "event-\(caller)")
            }
            #expect(outcomes.count { $0 == "1" } == 30, "\(outcomes)")
            #expect(try await Self.alerts(metered) == "80 at 24 100 at 30")
            #expect(try await metered.value("select count(*) from ops.webhook_deliveries") == "4")
        }
    }
}
