package import Postgres
internal import ServiceLifecycle

/// Does the housekeeping every five minutes, some of it every hour. Instances don't disturb each other: each skips what
/// another has locked, and nothing depends on when it runs.
package struct Sweeper: Service {
    /// Time between two rounds.
    static let interval: Duration = .seconds(300)

    let pool: ConnectionPool
    let observe: @Sendable (Observation) -> Void
    let isNeeded: @Sendable () async -> Bool

    /// - Parameter isNeeded: Whether there is a house to keep: not in a database that is somebody else's.
    package init(
        pool: ConnectionPool, observe: @escaping @Sendable (Observation) -> Void,
        isNeeded: @escaping @Sendable () async -> Bool = { true }
    ) {
        self.pool = pool
        self.observe = observe
        self.isNeeded = isNeeded
    }

    /// Goes on until the service shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                if await self.isNeeded() {
                    for chore in Chore.allCases where round % chore.rounds == 0 { await self.sweep(chore) }
                }
                round += 1
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// One round of a chore, batch by batch, each its own transaction.
    package func sweep(_ chore: Chore) async {
        let start = ContinuousClock.now
        var last: String?
        do throws(PostgresError) {
            repeat {
                last = try await pool.query(chore.batch(after: last), under: ["role": "service_role"]).text(0, 0)
            } while last != nil
            observe(.swept(chore, took: ContinuousClock.now - start))
        } catch {
            observe(.sweepFailed(chore, error))
        }
    }
}
