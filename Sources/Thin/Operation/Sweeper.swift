package import Postgres
internal import ServiceLifecycle

/// Brings stale accounts up to date every five minutes. Instances don't disturb each other: each skips what another
/// has locked, and nothing depends on when it runs.
package struct Sweeper: Service {
    /// Time between two sweeps.
    static let interval: Duration = .seconds(300)

    let pool: ConnectionPool
    let observe: @Sendable (Observation) -> Void

    package init(pool: ConnectionPool, observe: @escaping @Sendable (Observation) -> Void) {
        self.pool = pool
        self.observe = observe
    }

    /// Sweeps until the service shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.sweep()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// One sweep, batch by batch, each its own transaction.
    private func sweep() async {
        let start = ContinuousClock.now
        var last: String?
        do throws(PostgresError) {
            repeat {
                let results = try await pool.pipeline([
                    "select set_config('role', 'service_role', true)",
                    "select credits.sweep(p_after => \(last)::uuid)",
                ])
                last = results[1].text(0, 0)
            } while last != nil
            observe(.swept(took: ContinuousClock.now - start))
        } catch {
            observe(.sweepFailed(error))
        }
    }
}
