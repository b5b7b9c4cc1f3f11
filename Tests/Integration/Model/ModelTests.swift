import Foundation
import Postgres
import Testing

/// The database against a model in memory: whatever is called in whatever order, both reply the same.
@Suite(.timeLimit(.minutes(30))) struct ModelTests {
    @Test func `every reply is the model's`() async throws {
        let run = ModelRun.configured(operations: 10_000)
        print("model: seed \(run.seed), \(run.operations) operations")
        try await TestWorld.withDatabase { database in
            try await database.withPool({ $0.maximumConnections = ModelRun.tellers }) { pool in
                try await LedgerDesk(pool: pool).open()
                try await run.tell(LedgerDesk(pool: pool))
            }
        }
    }
}

extension LedgerDesk {
    /// Sets the prices that the model knows.
    func open() async throws {
        for (jobType, price) in ModelAccount.prices {
            _ = try await pool.query("select credits.set_price(\(jobType), 'pages', \(price.text)::numeric)")
        }
    }
}
