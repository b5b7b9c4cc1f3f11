import Synchronization

/// Connections to one server, lent to one task at a time.
///
/// It opens connections when they are needed, so it can be used right away; `run` adds what time brings: idle
/// and lifetime limits and the minimum. What a lease does to its session lasts beyond it, so settings are
/// made `local`, and a transaction left open is rolled back.
public final class ConnectionPool: Sendable {
    typealias Lease = PoolLease<Connection>
    typealias Waiter = UnsafeContinuation<Result<Lease, PostgresError>, Never>
    typealias State = PoolState<Connection, Waiter>

    /// Longest pause between two rounds of maintenance.
    static let longestRound: Duration = .seconds(1)

    struct Guarded {
        var state: State
        var nextTicket: UInt64 = 0
        var isTimingWaiters = false
        var isRunning = false
        var awaitingDrain: [UnsafeContinuation<Void, Never>] = []
    }

    let configuration: PoolConfiguration
    let guarded: Mutex<Guarded>
    let observe: @Sendable (PoolEvent) -> Void
    let slot = Reactor.shared.takeSlot()

    /// - Parameters:
    ///   - configuration: The limits.
    ///   - observe: Told what happens, on whatever thread it happens; it must be quick.
    public init(_ configuration: PoolConfiguration, observe: @escaping @Sendable (PoolEvent) -> Void = { _ in }) {
        self.configuration = configuration
        self.observe = observe
        guarded = Mutex(Guarded(state: State(configuration)))
    }

    deinit {
        Reactor.shared.release(slot)
    }

    /// Most connections.
    public var size: Int { configuration.maximumConnections }

    /// Figures at this moment.
    public var statistics: PoolStatistics {
        guarded.withLock { $0.state.statistics }
    }

    /// Lends a connection to `body`. A broken one is replaced, an open transaction rolled back.
    ///
    /// - Throws: What `body` throws; `PostgresError` of origin `.pool` when there is no connection, `57014`
    ///   when cancelled while waiting.
    public nonisolated(nonsending) func withConnection<R: Sendable>(
        _ body: (Connection) async throws -> R
    ) async throws -> R {
        let lease = try await acquire()
        do {
            let value = try await body(lease.member)
            await release(lease)
            return value
        } catch {
            await release(lease)
            throw error
        }
    }

    /// Runs statements in one network trip and one transaction.
    ///
    /// - Parameter count: How many statements at the head commit what they do, as for `Connection.pipeline`.
    /// - Throws: As `Connection.pipeline`, and origin `.pool` when there is no connection.
    public func pipeline(
        _ queries: [Query], committing count: Int = 0
    ) async throws(PostgresError) -> [QueryResult] {
        let lease = try await acquire()
        observe(.sent(statements: queries.count))
        do throws(PostgresError) {
            let results = try await lease.member.pipeline(queries, committing: count)
            await release(lease)
            return results
        } catch {
            await release(lease)
            throw error
        }
    }

    /// Runs one statement.
    ///
    /// - Throws: As `Connection.query`, and origin `.pool` when there is no connection.
    public func query(_ query: Query) async throws(PostgresError) -> QueryResult {
        let results = try await pipeline([query])
        guard let result = results.first else { throw .lost("the answer holds no result") }
        return result
    }

    /// Lends a connection to `body`, again after `40001` and `40P01`. `body` has to be safe to run again.
    ///
    /// - Throws: As `withConnection`; the last error once the attempts are used up.
    public nonisolated(nonsending) func retrying<R: Sendable>(
        _ policy: RetryPolicy = RetryPolicy(), _ body: (Connection) async throws -> R
    ) async throws -> R {
        try await policy.run { try await withConnection(body) }
    }
}
