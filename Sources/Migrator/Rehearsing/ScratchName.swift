/// The name of a scratch database, and the lock by which it is known that somebody still uses it.
struct ScratchName: Sendable, Hashable {
    /// What names begin with.
    static let prefix = "migrator_rehearsal_"

    /// The advisory lock that whoever made it holds, in whatever database, until it is dropped.
    let key: Int64

    /// A new one.
    init() {
        key = Int64.random(in: .min ... .max)
    }

    /// Reads a database's name; nil for any other.
    init?(_ name: String) {
        guard name.hasPrefix(Self.prefix), let number = UInt64(name.dropFirst(Self.prefix.count), radix: 36) else {
            return nil
        }
        key = Int64(bitPattern: number)
        guard text == name else { return nil }
    }

    /// The database's name.
    var text: String { Self.prefix + String(UInt64(bitPattern: key), radix: 36) }

    /// The condition that somebody on the server holds its lock.
    var isHeld: String {
        """
        exists (
            select from pg_catalog.pg_locks l
            where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
                and (l.classid::bigint << 32) | l.objid::bigint = \(key)::bigint
        )
        """
    }
}
