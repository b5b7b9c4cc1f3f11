/// Which locks a statement was seen to take or to wait for.
struct LockSighting: Sendable {
    /// A lock on a table.
    struct Lock: Sendable, Hashable {
        let table: HeldTable
        let mode: LockMode
    }

    /// Those that were seen. What isn't waited for is seen by chance, so `strongest` is what there is to say.
    var locks: Set<Lock> = []
    /// Whether every table that it locks was seen.
    var isComplete = true

    /// The strongest lock on each table.
    var strongest: [Lock] {
        let strength = { (lock: Lock) in LockMode.allCases.firstIndex(of: lock.mode) ?? 0 }
        return Dictionary(grouping: locks, by: \.table).values.compactMap { locks in
            locks.max { strength($0) < strength($1) }
        }
    }
}
