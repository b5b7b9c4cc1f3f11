/// A file that is to be run, as it would be.
public struct PlannedFile: Sendable, Hashable, Encodable {
    /// In which transaction a file runs.
    public enum Transaction: String, Sendable, Hashable, Encodable {
        /// One of its own.
        case own
        /// One with the other code objects.
        case shared
        /// None: each statement is its own.
        case none
    }

    /// Path below the project's folder.
    public let path: String
    /// In which transaction it runs.
    public let transaction: Transaction
    /// What is sent, in `psql`'s form: variables replaced, included files in their places.
    public let sql: String
}
