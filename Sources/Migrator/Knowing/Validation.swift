/// Whether a project's files can be run and agree with what a database has.
public struct Validation: Sendable {
    /// What is worth knowing.
    public let warnings: [String]
    /// What keeps the project from being installed.
    public let problems: [MigratorError]
}
