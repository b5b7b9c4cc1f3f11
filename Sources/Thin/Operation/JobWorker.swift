internal import Foundation
package import Postgres
internal import ServiceLifecycle

/// Runs the background work that the database has a table of. Every instance has one; a job that is due is claimed by
/// one of them, and by another if that one never says how it went.
package struct JobWorker: Service {
    /// Time between two looks at what is due.
    static let interval: Duration = .seconds(1)
    /// Pause after the database couldn't be asked.
    static let retryPause: Duration = .seconds(5)
    /// Jobs that run at the same time, so that one that hangs keeps no other from running.
    static let lanes = 2

    let pool: ConnectionPool
    let observe: @Sendable (Observation) -> Void
    let isNeeded: @Sendable () async -> Bool
    /// What the database calls this instance.
    private let name = "thin \(UUID().uuidString.lowercased())"

    /// - Parameter isNeeded: Whether there is work: not in a database that is somebody else's.
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
            await withDiscardingTaskGroup { group in
                for _ in 0..<Self.lanes { group.addTask { await self.serve() } }
            }
        }
    }

    private func serve() async {
        while !Task.isCancelled {
            do throws(PostgresError) {
                if await isNeeded(), try await runNext() { continue }
                try? await Task.sleep(for: Self.interval)
            } catch {
                if Task.isCancelled { return }
                observe(.jobsFailed(error))
                try? await Task.sleep(for: Self.retryPause)
            }
        }
    }

    /// Runs one job, if any is due.
    ///
    /// - Returns: Whether one was.
    /// - Throws: What the database answers, other than of the job itself.
    package func runNext() async throws(PostgresError) -> Bool {
        let claim = try await pool.query(
            "select r.id, r.job from ops.claim_job(\(name)) r", under: Self.settings)
        guard let run = claim.text(0, 0).flatMap({ Int64($0) }), let job = claim.text(0, 1) else { return false }
        let start = ContinuousClock.now
        let failure = await step(through: run)
        // Whoever has claimed a job says how it went, even if the service is about to stop.
        let finishing = Task<PostgresError?, Never> {
            do throws(PostgresError) {
                let error = failure.map { "\($0.state.rawValue): \($0.message)" }
                _ = try await pool.query("select ops.finish_job(\(run)::bigint, \(error))", under: Self.settings)
                return nil
            } catch {
                return error
            }
        }
        if let error = await finishing.value { throw error }
        observe(failure.map { .jobFailed(job, $0) } ?? .jobRan(job, took: ContinuousClock.now - start))
        return true
    }

    /// Goes through a job step by step, each its own transaction.
    private func step(through run: Int64) async -> PostgresError? {
        var last: String?
        do throws(PostgresError) {
            repeat {
                last = try await pool.pipeline([
                    Self.settings.query, "select ops.bound_job(\(run)::bigint)",
                    "select ops.step_job(\(run)::bigint, \(last))",
                ])[2].text(0, 0)
            } while last != nil
            return nil
        } catch {
            return error
        }
    }

    private static let settings: LocalSettings = ["role": "service_role"]
}
