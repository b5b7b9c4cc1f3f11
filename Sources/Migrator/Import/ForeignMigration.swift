/// A migration of another tool, taken apart.
struct ForeignMigration: Hashable {
    /// Its version's numbers; none for one that is run again when it changes.
    var version: [Int]
    var name: String
    /// What applies it.
    var up = ""
    /// What takes it back.
    var down: String?
    /// Whether its statements run outside a transaction.
    var isOutsideTransaction = false
    /// The file that it was read from.
    let path: String
}
