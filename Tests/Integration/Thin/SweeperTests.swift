import Credits
import Foundation
import Postgres
import Synchronization
import Testing
import Thin

/// The housekeeping that every instance does.
@Suite(.ledger, .timeLimit(.minutes(5))) struct SweeperTests {
    @Test(arguments: Chore.allCases) func `each chore comes to its end, with little to do and with several batches`(
        chore: Chore
    ) async throws {
        let world = try LedgerWorld.current
        let ends = Mutex<[String]>([])
        let sweeper = Sweeper(pool: world.pool) { observation in
            ends.withLock { ends in
                switch observation {
                case .swept(let chore, _): ends.append(chore.rawValue)
                case .sweepFailed(_, let error): ends.append("\(error)")
                default: ends.append("\(observation)")
                }
            }
        }
        await sweeper.sweep(chore)
        try await world.database.withConnection { connection in
            _ = try await connection.query(
                "insert into auth.users (id) select gen_random_uuid() from generate_series(1, 1200)")
        }
        await sweeper.sweep(chore)
        #expect(ends.withLock { $0 } == [chore.rawValue, chore.rawValue])
    }

    @Test func `a sweep returns what stale reservations held`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        _ = try await world.ledger.reserve(4, for: user, jobType: "image", ttl: .seconds(1))
        try await Task.sleep(for: .milliseconds(1100))
        await Sweeper(pool: world.pool) { _ in }.sweep(.sweep)
        let held = try await world.database.withConnection { connection in
            try await connection.value(
                "select held from credits.accounts where user_id = \(user.uuidString)::uuid")
        }
        #expect(held == "0")
    }
}
