/// Something that lint advises against.
public struct LintFinding: Sendable, Hashable, Encodable {
    /// The rule's name: squawk's for files, splinter's for a database.
    public let rule: String
    /// The file, below the project's folder; nil for what stands in the database.
    public let path: String?
    /// Line from 1.
    public let line: Int?
    /// The object in the database.
    public let object: String?
    /// What is wrong with it.
    public let message: String
    /// What to do instead.
    public let hint: String
}
