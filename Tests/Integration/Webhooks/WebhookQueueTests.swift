import Foundation
import Postgres
import Testing

/// Workers of many instances at one queue.
@Suite(.timeLimit(.minutes(5))) struct WebhookQueueTests {
    @Test func `each delivery is claimed by one of 32 workers, and settled once`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { connection in
                _ = try await connection.script(
                    """
                    select ops.add_webhook_endpoint('https://example.com/' || n) from generate_series(1, 4) n;
                    select ops.post_webhook(gen_random_uuid(), 'test', '{}', now()) from generate_series(1, 20);
                    """)
            }
            let race = Race(database: database)
            let claims = try await race.outcomes { _ in
                """
                select coalesce(string_agg(w.id::text, ' '), '') from ops.claim_webhooks(20) w where w.attempt = 1
                """
            }
            let claimed = claims.flatMap { $0.split(separator: " ").map(String.init) }
            #expect(Set(claimed).count == claimed.count)
            #expect(claimed.count == 80)

            let id = try #require(claimed.first)
            let settled = try await race.outcomes { _ in "select ops.settle_webhook(\(id)::uuid, 1, 200)::text" }
            #expect(settled.count { $0 == "TH404" } == 31, "\(settled)")
        }
    }
}
