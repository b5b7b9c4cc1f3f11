import Foundation
import Postgres
import Testing

/// A database in which users are metered.
struct Metered: Sendable {
    let database: TestDatabase
    /// Who uses what.
    let user: String

    /// Makes a database with the meter `calls` and a user for `body`; afterwards counters and ledger have to be sound.
    ///
    /// - Parameters:
    ///   - limits: Rows of `usage.limits` of the free plan: per, kind, quantity, overage price.
    ///   - credits: Granted to the user.
    static func with(
        limits: [String], credits: Int = 0, _ body: (Metered) async throws -> Void
    ) async throws {
        try await TestWorld.withDatabase { database in
            let metered = Metered(database: database, user: UUID().uuidString.lowercased())
            try await database.withConnection { connection in
                _ = try await connection.query("insert into auth.users (id) values (\(metered.user)::uuid)")
                _ = try await connection.query(
                    "insert into usage.meters (id, name, unit) values ('calls', 'Calls', 'calls')")
                for limit in limits {
                    _ = try await connection.script(
                        """
                        insert into usage.limits (plan, meter, per, kind, quantity, overage_price)
                        values ('free', 'calls', \(limit))
                        """)
                }
                if credits > 0 {
                    _ = try await connection.query(
                        "select credits.grant_credits(\(metered.user)::uuid, \(credits)::numeric, 'purchase')")
                }
            }
            try await body(metered)
            for proof: Query in ["select from usage.verify()", "select from credits.verify()"] {
                let violations = try await database.withConnection { try await $0.query(proof).rowCount }
                #expect(violations == 0)
            }
        }
    }

    /// What is counted in a window of now: quantity and events.
    func used(per window: String) async throws -> String? {
        try await value(
            """
            select format('%s in %s', sum(c.quantity), sum(c.events))
            from usage.counters c
            where c.user_id = \(user)::uuid and c.per = \(window)
            """)
    }

    /// The first value of a query's first row.
    func value(_ query: Query) async throws -> String? {
        try await database.withConnection { try await $0.value(query) }
    }
}
