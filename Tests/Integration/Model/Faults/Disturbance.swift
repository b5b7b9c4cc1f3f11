import Foundation
import Postgres

/// Does harm at random moments while something else goes on.
struct Disturbance: Sendable {
    /// Ends one of the connections to a database, or the statement it runs, every few replies: by the clock alone, a
    /// statement that takes longer than the pause would never come to its end.
    ///
    /// - Parameter function: `pg_terminate_backend` or `pg_cancel_backend`.
    static func strike(
        _ connection: Connection, by function: StaticString, beside desk: LedgerDesk, seed: UInt64
    ) async throws {
        var random = SplitMix64(seed: seed)
        while true {
            try await desk.replies(more: Int.random(in: 1...10, using: &random))
            let strike = Query(
                unsafeText: """
                    select \(function)(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
                    order by random() limit 1
                    """)
            _ = try await connection.query(strike)
        }
    }

    /// Runs `harm` beside `body`, until that ends.
    static func during<R: Sendable>(
        _ harm: @escaping @Sendable () async throws -> Void, _ body: () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await harm()
                } catch is CancellationError {
                } catch let error as PostgresError where error.state == "57014" {}
            }
            let value = try await body()
            group.cancelAll()
            try await group.waitForAll()
            return value
        }
    }
}
