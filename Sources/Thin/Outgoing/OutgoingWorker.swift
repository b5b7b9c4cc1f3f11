package import Postgres
internal import ServiceLifecycle

/// Empties a queue. Every instance has one; an item is claimed by one of them, and by another if that one never says what
/// became of it.
package struct OutgoingWorker<Queue: OutgoingQueue>: Service {
    /// Pause after the database couldn't be asked.
    static var retryPause: Duration { .seconds(5) }

    let queue: Queue
    let observe: @Sendable (Observation) -> Void
    let isNeeded: @Sendable () async -> Bool

    /// - Parameter isNeeded: Whether there is a queue: not in a database that is somebody else's.
    package init(
        _ queue: Queue, observe: @escaping @Sendable (Observation) -> Void,
        isNeeded: @escaping @Sendable () async -> Bool = { true }
    ) {
        self.queue = queue
        self.observe = observe
        self.isNeeded = isNeeded
    }

    /// Goes on until the service shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do throws(PostgresError) {
                    let isNeeded = await isNeeded()
                    let isBusy = isNeeded ? try await sendDue() == Queue.claimed : false
                    if !isBusy { try? await Task.sleep(for: Queue.interval) }
                } catch {
                    if Task.isCancelled { return }
                    observe(.queueFailed(Queue.kind, error))
                    try? await Task.sleep(for: Self.retryPause)
                }
            }
        }
    }

    /// Sends what is due, a few at most.
    ///
    /// - Returns: How many were claimed.
    /// - Throws: What the database answers.
    package func sendDue() async throws(PostgresError) -> Int {
        let items = try await queue.claim(Queue.claimed)
        guard !items.isEmpty else { return 0 }
        // What was claimed is sent and settled even if the service is about to stop. Each is settled as soon as it has
        // been taken, so that a process that is killed leaves few to be sent twice.
        let work = Task<PostgresError?, Never> {
            var problem: PostgresError?
            for await (item, attempt) in queue.deliver(items) {
                do throws(PostgresError) {
                    try await queue.settle(item, attempt)
                    observe(attempt.failure.map { .notSent(Queue.kind, $0) } ?? .sent(Queue.kind))
                } catch {
                    // The next ones are on their way as well.
                    problem = problem ?? error
                }
            }
            return problem
        }
        if let error = await work.value { throw error }
        return items.count
    }
}
