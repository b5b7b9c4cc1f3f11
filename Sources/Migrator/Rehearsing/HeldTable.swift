/// A table, partitioned table or materialized view of a scratch database, as a `TableHold` takes it.
struct HeldTable: Sendable, Hashable {
    /// Its oid.
    let oid: String
    /// Its name with its schema, quoted where it has to be.
    let name: String
    /// Its owner's name, as it is.
    let owner: String
    /// Whether it is a materialized view, which `lock table` refuses.
    let isView: Bool

    /// More of them than this aren't held: each takes a place in the server's table of locks, which is bounded.
    static let most = 2000
}
