/// How a script ended that proves something and is rolled back.
public struct Check: Sendable, Hashable, Encodable {
    /// Path below the project's folder.
    public let path: String
    /// Whether it proved it.
    public let passed: Bool
    /// What failed, a line each.
    public let failures: [String]

    /// - Parameter failures: None if it proved it.
    init(_ path: String, failures: [String]) {
        self.path = path
        self.failures = failures
        passed = failures.isEmpty
    }
}
