package import Postgres
internal import Synchronization

/// Whether people sign in here, or Supabase's own auth service stands on the database, or nobody does. Asked once; again
/// only while nothing is installed.
package final class IdentityOwnership: Sendable {
    /// Pause before a database on which nothing is installed is asked again.
    static let retryPause: Duration = .seconds(5)

    private enum Knowledge {
        case none
        case certain(Bool)
        case absent(asked: ContinuousClock.Instant)
    }

    private let pool: ConnectionPool
    private let knowledge = Mutex<Knowledge>(.none)

    package init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Whether `/auth/v1` is served and sessions are checked.
    ///
    /// - Throws: What the database answers when it can't be asked.
    package func isOurs() async throws(PostgresError) -> Bool {
        switch knowledge.withLock({ $0 }) {
        case .certain(let isOurs): return isOurs
        case .absent(let asked) where asked + Self.retryPause > .now: return false
        case .absent, .none: break
        }
        do throws(PostgresError) {
            let isOurs = try await pool.query("select identity.is_ours()").text(0, 0) == "t"
            knowledge.withLock { $0 = .certain(isOurs) }
            return isOurs
        } catch {
            switch error.state {
            case "3F000", "42883", "42501":
                knowledge.withLock { $0 = .absent(asked: .now) }
                return false
            default: throw error
            }
        }
    }

    /// What goes ahead of a caller's statement, in its transaction: a session that has ended is refused on every
    /// instance at once.
    package func checks(of caller: Caller) async throws(PostgresError) -> [Query] {
        guard caller.hasSession, try await isOurs() else { return [] }
        return ["select identity.check_session()"]
    }
}
