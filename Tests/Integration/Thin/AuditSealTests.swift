import Foundation
import Postgres
import Testing

/// The audit log's seals, with transactions that overlap.
@Suite(.timeLimit(.minutes(5))) struct AuditSealTests {
    private static func change(_ key: String) -> Query {
        "insert into credits.metadata_keys (key, description) values (\(key), 'x')"
    }

    @Test func `a transaction that commits late is in no batch that was sealed before`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withConnection { late in
                try await database.withConnection { other in
                    try await late.transaction { late in
                        _ = try await late.query(Self.change("late"))
                        _ = try await other.query(Self.change("early"))
                        while try await other.value("select (audit.seal()).number") != nil {}
                        // It has ended, but what is older has not.
                        #expect(try await Self.unsealed(other, "early") == "1")
                    }
                    try await eventually {
                        _ = try await other.value("select (audit.seal()).number")
                        return try await Self.unsealed(other) == "0"
                    }
                    #expect(try await other.query("select * from audit.verify()").rowCount == 0)
                }
            }
        }
    }

    @Test func `seals made by many at once are one chain over all rows`() async throws {
        try await TestWorld.withDatabase { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<4 {
                    group.addTask {
                        try await database.withConnection { connection in
                            for number in 0..<20 {
                                _ = try await connection.query(Self.change("k_\(worker)_\(number)"))
                                _ = try await connection.query("select audit.seal(7)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await database.withConnection { connection in
                try await eventually {
                    _ = try await connection.query("select audit.seal()")
                    return try await Self.unsealed(connection) == "0"
                }
                #expect(try await connection.query("select * from audit.verify()").rowCount == 0)
                let sums = try await connection.value(
                    "select sum(row_count) = (select count(*) from audit.log) from audit.seals")
                #expect(sums == "t")
            }
        }
    }

    /// How many rows are behind the last seal, of all or of one key.
    private static func unsealed(_ connection: Connection, _ key: String? = nil) async throws -> String? {
        try await connection.value(
            """
            select count(*) from audit.log l
            where
                (l.xid, l.id) > all (select s.to_xid, s.to_id from audit.seals s order by s.number desc limit 1)
                and (\(key)::text is null or l.new_values ->> 'key' = \(key)::text)
            """)
    }
}
