/// What a file did in a rehearsal.
public struct RehearsedFile: Sendable, Hashable, Encodable {
    /// Path below the project's folder.
    public let path: String
    /// How long it took, on tables without rows.
    public internal(set) var milliseconds: Int64 = 0
    /// Locks on what was there before, strongest first.
    public internal(set) var locks: [ObjectLock] = []
    /// Tables whose rows it writes anew.
    public internal(set) var rewritten: [RewrittenTable] = []
    /// Statements that can't be in a transaction and of whose locks some may not have been seen, a line each.
    public internal(set) var unseen: [String] = []

    init(_ path: String) {
        self.path = path
    }
}
