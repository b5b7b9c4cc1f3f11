import Foundation
import Postgres
import Testing

/// Callers that race in the database itself, as a service does that calls it without HTTP.
@Suite(.timeLimit(.minutes(5))) struct DirectRaceTests {
    static func withDatabase(_ body: (TestDatabase, String) async throws -> Void) async throws {
        try await TestCluster.withPrivate(with: .thin, settings: ["max_connections = 100"]) { cluster in
            let database = TestDatabase(name: "postgres", conninfo: cluster.conninfo)
            let user = UUID().uuidString.lowercased()
            try await database.withConnection { connection in
                _ = try await connection.query("insert into auth.users (id) values (\(user)::uuid)")
                _ = try await connection.query("select credits.grant_credits(\(user)::uuid, 100, 'purchase')")
            }
            try await body(database, user)
            try await database.withConnection { connection in
                let violations = try await connection.query("select * from credits.verify()")
                #expect(violations.rowCount == 0)
            }
        }
    }

    @Test(arguments: [IsolationLevel.readCommitted, .repeatableRead, .serializable])
    func `only ten of 64 racing reservations win`(isolation: IsolationLevel) async throws {
        try await Self.withDatabase { database, user in
            let outcomes = try await Race(database: database, callers: 64, isolation: isolation).outcomes { _ in
                "select (credits.reserve(\(user)::uuid, 10, 'story')).id"
            }
            #expect(outcomes.count { $0.count == 36 } == 10)
            #expect(outcomes.count { $0 == "TH402" } == 54)
        }
    }

    @Test(arguments: [IsolationLevel.readCommitted, .serializable])
    func `one key has one effect and one answer`(isolation: IsolationLevel) async throws {
        try await Self.withDatabase { database, user in
            for call: Query in [
                "select credits.grant_credits(\(user)::uuid, 10, 'refund', p_idempotency_key => 'k')::text",
                "select credits.reserve(\(user)::uuid, 10, 'story', p_idempotency_key => 'k')::text",
            ] {
                let outcomes = try await Race(database: database, callers: 64, isolation: isolation).outcomes { _ in
                    call
                }
                #expect(Set(outcomes).count == 1)
                #expect(outcomes.first?.count != 5)
            }
            try await database.withConnection { connection in
                let row = try await connection.query(
                    "select available, held from credits.accounts where user_id = \(user)::uuid")
                #expect(row.text(0, 0) == "100" && row.text(0, 1) == "10")
            }
        }
    }
}
