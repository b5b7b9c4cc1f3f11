import Foundation
import Postgres
import Testing

/// What events told is archived while an account is being erased.
@Suite(.timeLimit(.minutes(5))) struct ArchiveRaceTests {
    @Test func `what is erased while it is archived is not kept in the archive`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { archiver in
                _ = try await archiver.query(
                    """
                    insert into billing.stripe_events (id, type, occurred_at, payload, status, received_at)
                    values (
                        'evt_1', 'customer.updated', now() - interval '5 months', '{"id": "evt_1", "name": "planted"}',
                        'ignored', now() - interval '5 months'
                    )
                    """)
                let erasing = try await archiver.transaction { archiver in
                    _ = try await archiver.query("select billing.archive_events(null, now() - interval '4 months', 10)")
                    let erasing = Task {
                        try await database.withConnection { eraser in
                            _ = try await eraser.query("select billing.erase_event('evt_1')")
                        }
                    }
                    try await database.withConnection { watcher in
                        try await eventually {
                            try await watcher.query(
                                """
                                select from pg_stat_activity a
                                where a.datname = \(database.name) and cardinality(pg_blocking_pids(a.pid)) > 0
                                """
                            ).rowCount == 1
                        }
                    }
                    return erasing
                }
                try await erasing.value
                let left = try await archiver.value(
                    """
                    select string_agg(p.payload::text, ' ')
                    from (
                        select e.payload from billing.stripe_events e
                        union all
                        select a.payload from billing.archived_payloads a
                    ) p
                    """)
                #expect(left?.contains("planted") == false, "\(left ?? "nothing")")
            }
        }
    }
}
