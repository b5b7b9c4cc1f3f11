public import Postgres

/// The credits ledger of a database in which Thin's SQL is installed.
///
/// The connection's login has to be a member of `service_role`. Every call is one network trip. Amounts are exact:
/// `Decimal` here, `numeric` there, text between. (A literal such as `3.133` passes through a binary float before it
/// becomes a `Decimal`; one that comes out with more than four decimals is refused, never rounded.)
public struct Ledger: Sendable {
    /// Where a call runs.
    enum Place: Sendable {
        /// In a transaction of its own, on any connection.
        case pool(ConnectionPool)
        /// In the caller's transaction.
        case transaction(Connection)
    }

    let place: Place
    private let requestID: String

    /// Calls that are each a transaction of their own.
    ///
    /// Conflicts with other transactions (`40001`, `40P01`) are tried again.
    ///
    /// - Parameters:
    ///   - pool: Its login becomes `service_role` for the length of a call, so it needn't inherit.
    ///   - requestID: Shown in the audit log; nil for none.
    public init(_ pool: ConnectionPool, requestID: String? = nil) {
        place = .pool(pool)
        self.requestID = requestID ?? ""
    }

    /// Calls that are part of a transaction that is open on a connection: they take effect when it commits, and if it
    /// rolls back, nothing was granted, held or charged.
    ///
    /// They run as whoever the transaction runs as, so that the rest of it keeps its rights: a login that inherits from
    /// `service_role`. A call that fails leaves the transaction to be rolled back, as any failed statement does. The
    /// user's account stays locked until the transaction ends, so keep it short.
    public init(in connection: Connection) {
        place = .transaction(connection)
        requestID = ""
    }

    /// Makes one call.
    func run(_ query: Query) async throws(CreditsError) -> QueryResult {
        do {
            switch place {
            case .pool(let pool):
                let settings: LocalSettings = ["request.id": requestID, "role": "service_role"]
                return try await RetryPolicy().run { try await pool.query(query, under: settings) }
            case .transaction(let connection):
                return try await connection.query(query)
            }
        } catch let error as PostgresError {
            throw CreditsError(error)
        } catch {
            throw .cancelled
        }
    }
}
