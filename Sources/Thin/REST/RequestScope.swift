internal import Postgres

/// What the database is told of a request: who, and where it came from. All of it ends with the transaction.
package struct RequestScope: Sendable {
    package let caller: Caller
    package let id: String
    package let method: String
    package let path: String
    package let address: String?
    package let agent: String?
    /// Whether nothing may be written.
    package let isReadOnly: Bool

    package init(
        caller: Caller, id: String, method: String, path: String, address: String?, agent: String?, isReadOnly: Bool
    ) {
        self.caller = caller
        self.id = id
        self.method = method
        self.path = path
        self.address = address
        self.agent = agent
        self.isReadOnly = isReadOnly
    }

    /// The statement that goes ahead of the call, in the same trip and transaction. Identity comes last, so that the
    /// settings before it are made with the login's rights.
    ///
    /// - Parameter lockPatience: Longest wait for a lock, as PostgreSQL writes durations; nil for as long as a statement
    ///   may take.
    func settings(lockPatience: String? = nil) -> LocalSettings {
        var values: [(StaticString, String)] = [
            ("transaction_read_only", isReadOnly ? "on" : "off"),
            ("request.id", id),
            ("request.method", method),
            ("request.path", path),
            ("request.address", address ?? ""),
            ("request.headers", Self.headers(agent: agent)),
            ("request.jwt.claims", caller.claims),
        ]
        if let lockPatience { values.append(("lock_timeout", lockPatience)) }
        return LocalSettings(values + [("role", caller.role)])
    }

    /// The headers that the audit log looks at.
    static func headers(agent: String?) -> String {
        agent.map { JSONText.object([("user-agent", $0)]) } ?? "{}"
    }
}
