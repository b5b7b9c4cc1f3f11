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
    var settings: Query {
        let headers = agent.map { JSONText.object([("user-agent", $0)]) } ?? "{}"
        return """
            select
                set_config('transaction_read_only', \(isReadOnly ? "on" : "off"), true),
                set_config('request.id', \(id), true),
                set_config('request.method', \(method), true),
                set_config('request.path', \(path), true),
                set_config('request.address', \(address ?? ""), true),
                set_config('request.headers', \(headers), true),
                set_config('request.jwt.claims', \(caller.claims), true),
                set_config('role', \(caller.role), true)
            """
    }
}
