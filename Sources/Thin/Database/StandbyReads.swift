internal import Postgres
internal import Synchronization

/// Reads from a standby what an operator says may be a moment behind. Who may read at all is decided by the primary, so a
/// session that has ended is out at once here, too.
final class StandbyReads: Sendable {
    /// How far behind a standby may be whose stream from the primary can't be seen to be at its end.
    static let behindMax = "10 seconds"
    /// How long a standby that failed, or was behind, isn't asked again.
    static let pause: Duration = .seconds(2)
    /// Longest wait for a connection to it.
    static let acquireTimeout: Duration = .milliseconds(500)

    private let pool: ConnectionPool
    private let views: Set<String>
    private let observe: @Sendable (Observation) -> Void
    private let unusableUntil = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter views: Names within the schema `api`.
    init(_ pool: ConnectionPool, views: Set<String>, observe: @escaping @Sendable (Observation) -> Void) {
        self.pool = pool
        self.views = Set(views.map { "\(Catalogue.schema).\($0)" })
        self.observe = observe
    }

    /// Whether a request is about nothing else than what may be behind.
    func serves(_ request: PreparedRequest) -> Bool {
        guard case .read = request.kind, !request.objects.isEmpty, request.objects.allSatisfy(views.contains) else {
            return false
        }
        return unusableUntil.withLock { $0.map { $0 < .now } ?? true }
    }

    /// The results of a request's statements, the first of which makes its settings; nil when the primary is to be asked.
    func read(_ queries: [Query]) async -> [QueryResult]? {
        do throws(PostgresError) {
            let results = try await pool.pipeline([queries[0], Self.isFresh] + queries.dropFirst())
            if results[1].text(0, 0) == "t" {
                observe(.standbyRead(isUsed: true))
                return [results[0]] + results.dropFirst(2)
            }
        } catch {
            // Whatever it is, the primary will tell.
        }
        observe(.standbyRead(isUsed: false))
        unusableUntil.withLock { $0 = .now + Self.pause }
        return nil
    }

    private static let isFresh = Query(
        unsafeText: """
            select pg_is_in_recovery() and (
                clock_timestamp() - pg_last_xact_replay_timestamp() < interval '\(behindMax)'
                or exists (select from pg_stat_wal_receiver)
                and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
            )
            """)
}
