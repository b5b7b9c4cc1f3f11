/// How strongly an object is locked, weakest first. Source: PostgreSQL, "Explicit Locking".
public enum LockMode: String, Sendable, Hashable, CaseIterable, Encodable {
    /// Taken by reading.
    case accessShare = "ACCESS SHARE"
    /// Taken by `select … for update`.
    case rowShare = "ROW SHARE"
    /// Taken by writing rows.
    case rowExclusive = "ROW EXCLUSIVE"
    /// Taken by `create index concurrently`, `validate constraint`, `vacuum`.
    case shareUpdateExclusive = "SHARE UPDATE EXCLUSIVE"
    /// Taken by `create index`: writers wait.
    case share = "SHARE"
    /// Taken by adding foreign keys and triggers: writers wait.
    case shareRowExclusive = "SHARE ROW EXCLUSIVE"
    /// Readers don't wait, all others do.
    case exclusive = "EXCLUSIVE"
    /// Everybody waits.
    case accessExclusive = "ACCESS EXCLUSIVE"

    /// - Parameter mode: As `pg_locks` names it, such as `AccessShareLock`.
    init?(catalogued mode: String) {
        let found = Self.allCases.first { known in
            mode.lowercased() == known.rawValue.lowercased().replacing(" ", with: "") + "lock"
        }
        guard let found else { return nil }
        self = found
    }
}
