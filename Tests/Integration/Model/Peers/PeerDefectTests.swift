import Foundation
import Postgres
import Testing

/// What goes wrong in other products when callers are quick, over real connections. `Tests/SQL/peers` has the rest.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PeerDefectTests {
    /// Runs a statement over 300 connections at once, each with its own parameter.
    ///
    /// - Returns: How often each SQLSTATE, or success, came out.
    private static func race(
        _ database: TestDatabase, _ query: @escaping @Sendable (Int) -> Query
    ) async throws -> [String: Int] {
        let connections = try await withThrowingTaskGroup(of: Connection.self) { group in
            for _ in 0..<300 { group.addTask { try await Connection.connect(to: database.target) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let outcomes = await withTaskGroup(of: String.self) { group in
            for (number, connection) in connections.enumerated() {
                group.addTask {
                    do throws(PostgresError) {
                        _ = try await connection.pipeline([
                            "select set_config('role', 'service_role', true)", query(number),
                        ])
                        return "done"
                    } catch {
                        return [error.state.rawValue, error.detail].compactMap { $0 }.joined(separator: " ")
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        for connection in connections { await connection.close() }
        return outcomes
    }

    private static func withDatabase(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestCluster.withPrivate(with: .thin, settings: ["max_connections = 320"]) { cluster in
            let database = TestDatabase(name: "postgres", conninfo: cluster.conninfo)
            try await body(database)
            let broken = try await database.withConnection {
                try await $0.query("select * from credits.verify()").rowCount
            }
            #expect(broken == 0)
        }
    }

    private static func member(_ database: TestDatabase) async throws -> String {
        let user = UUID().uuidString.lowercased()
        try await database.withConnection { connection in
            _ = try await connection.query(
                """
                insert into auth.users (id, email, email_confirmed_at)
                values (\(user)::uuid, \(user) || '@example.com', now())
                """)
        }
        return user
    }

    @Test func `300 claims of one signup bonus at once give one`() async throws {
        try await Self.withDatabase { database in
            let user = try await Self.member(database)
            let outcomes = try await Self.race(database) { _ in "select credits.claim_signup_bonus(\(user)::uuid)" }
            #expect(outcomes == ["done": 1, "TH412 user": 299])
            let balance = try await database.withConnection {
                try await $0.value("select available from credits.accounts where user_id = \(user)::uuid")
            }
            #expect(balance == "1000")
        }
    }

    @Test func `300 users of one device who claim at once get one signup bonus`() async throws {
        try await Self.withDatabase { database in
            var users: [String] = []
            for _ in 0..<300 { users.append(try await Self.member(database)) }
            let outcomes = try await Self.race(database) { [users] in
                "select credits.claim_signup_bonus(\(users[$0])::uuid, 'one device')"
            }
            #expect(outcomes == ["done": 1, "TH412 device": 299])
        }
    }

    /// The check whether an event was seen before, and what it grants, were two transactions.
    @Test func `an event that is delivered 300 times at once grants once, and all are answered alike`() async throws {
        try await Self.withDatabase { database in
            let user = try await Self.member(database)
            let outcomes = try await Self.race(database) { _ in
                "select credits.grant_credits(\(user)::uuid, 500, 'purchase', p_idempotency_key => 'evt_1')"
            }
            #expect(outcomes == ["done": 300])
            let balance = try await database.withConnection {
                try await $0.value("select available from credits.accounts where user_id = \(user)::uuid")
            }
            #expect(balance == "500")
        }
    }
}
