internal import Postgres

/// Holds tables in a mode that others of its kind may hold too, in a transaction of its own.
///
/// It is given back by `release`, by closing the connection, and with the process.
struct TableHold: Sendable {
    /// Which lock is held, and so which statements wait.
    enum Mode: Sendable {
        /// `SHARE`: nobody writes rows or changes, vacuums or indexes concurrently.
        case share
        /// `ROW EXCLUSIVE`: the same for what itself takes `SHARE`, as `reindex` does.
        case rowExclusive

        fileprivate var words: String {
            switch self {
            case .share: "share"
            case .rowExclusive: "row exclusive"
            }
        }
    }

    /// Longest wait for a table. Nobody else is in a scratch database, save for autovacuum.
    private static let patience: Duration = .seconds(2)

    let connection: Connection
    let mode: Mode

    /// Takes hold of tables.
    ///
    /// - Returns: Whether all are held, or some can't be.
    /// - Throws: The server's SQLSTATE; then nothing is held.
    func take(_ tables: Set<HeldTable>) async throws(PostgresError) -> Bool {
        let views = tables.filter(\.isView)
        let locks = Dictionary(grouping: tables.subtracting(views), by: \.owner).map { owner, tables in
            let names = tables.map { "only \($0.name)" }.sorted().joined(separator: ", ")
            return "set local role \(Literal.quotedName(owner)); lock table \(names) in \(mode.words) mode;"
        }
        do throws(PostgresError) {
            _ = try await connection.script(
                "begin; set local lock_timeout = \(Self.patience.milliseconds); \(locks.sorted().joined(separator: " "))"
            )
            return try await take(views: views)
        } catch {
            _ = try? await connection.script("rollback")
            throw error
        }
    }

    /// Takes hold of materialized views by what locks them in this mode: an index that is never committed.
    private func take(views: Set<HeldTable>) async throws(PostgresError) -> Bool {
        guard mode == .share else { return views.isEmpty }
        var areAllHeld = true
        for view in views {
            let name = Literal.quotedName("hold_\(UInt64.random(in: .min ... .max))")
            do throws(PostgresError) {
                _ = try await connection.script(
                    """
                    savepoint view; set local role \(Literal.quotedName(view.owner));
                    create index \(name) on \(view.name) ((1))
                    """)
            } catch {
                guard error.connectionIsUsable else { throw error }
                _ = try await connection.script("rollback to savepoint view")
                areAllHeld = false
            }
        }
        return areAllHeld
    }

    /// Lets go of all.
    func release() async throws(PostgresError) {
        _ = try await connection.script("rollback")
    }
}
