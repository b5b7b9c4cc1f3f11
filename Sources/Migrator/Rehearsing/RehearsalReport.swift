/// What a rehearsal came to.
public struct RehearsalReport: Sendable, Hashable, Encodable {
    /// What was pending, in the order in which it was run.
    public internal(set) var files: [RehearsedFile] = []
    /// The scripts that took it back.
    public internal(set) var reverts: [RehearsedFile] = []
    /// Versions that were applied, taken back and applied again.
    public internal(set) var proven: [String] = []
    /// Versions that were applied and not taken back, since they or newer ones have no script that does.
    public internal(set) var unproven: [String] = []
    /// What differs between the first time that all was applied and the second.
    public internal(set) var differences: [Difference] = []

    /// How large what it speaks of is on the target.
    mutating func add(sizes: [String: Int64]) {
        for list in [\RehearsalReport.files, \.reverts] {
            for file in self[keyPath: list].indices {
                for lock in self[keyPath: list][file].locks.indices {
                    let object = self[keyPath: list][file].locks[lock].object
                    self[keyPath: list][file].locks[lock].bytesOnTarget = sizes[object]
                }
                for table in self[keyPath: list][file].rewritten.indices {
                    let object = self[keyPath: list][file].rewritten[table].object
                    self[keyPath: list][file].rewritten[table].bytesOnTarget = sizes[object]
                }
            }
        }
    }

    /// Names of all that was locked or written anew.
    var objects: Set<String> {
        Set((files + reverts).flatMap { $0.locks.map(\.object) + $0.rewritten.map(\.object) })
    }
}
