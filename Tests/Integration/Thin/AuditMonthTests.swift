import Postgres
import Testing

/// The audit log's monthly partitions.
@Suite(.timeLimit(.minutes(5))) struct AuditMonthTests {
    @Test func `months that many make at once are made once`() async throws {
        try await TestWorld.withDatabase { database in
            let before = try await Self.partitions(database)
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await database.withConnection { connection in
                            Int(try await connection.value("select audit.open_months(24)") ?? "") ?? 0
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(made > 0)
            #expect(try await Self.partitions(database) == before + made)
        }
    }

    private static func partitions(_ database: TestDatabase) async throws -> Int {
        try await database.withConnection { connection in
            Int(
                try await connection.value(
                    "select count(*) from pg_inherits where inhparent = 'audit.log'::regclass") ?? "") ?? 0
        }
    }
}
