/// A session that keeps a statement waiting.
public struct Blocker: Sendable, Hashable, CustomStringConvertible {
    /// Its backend's process id.
    public let backendPID: String
    /// Its role and the name it gave itself.
    public let role: String
    /// Name of the program.
    public let application: String
    /// `active`, `idle in transaction`, …
    public let state: String
    /// Seconds since its transaction began.
    public let age: Int
    /// What it runs or ran last, shortened, without passwords.
    public let query: String

    /// One line.
    public var description: String {
        let program = application.isEmpty ? "" : " \(application)"
        return "backend \(backendPID) (\(role)\(program), \(state) for \(age) s): \(query)"
    }
}
