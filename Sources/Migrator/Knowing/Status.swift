/// A file of the project and whether the database has it.
public struct Status: Sendable, Hashable, Encodable {
    /// Whether a file is installed.
    public enum State: String, Sendable, Hashable, Encodable {
        /// As it is in the project.
        case installed
        /// Not at all.
        case pending
        /// In another version.
        case changed
        /// Outside a transaction, and begun.
        case partly
        /// It is in the database and its file is gone.
        case gone
    }

    /// Path below the project's folder.
    public let path: String
    /// Whether the database has it.
    public let state: State
}
