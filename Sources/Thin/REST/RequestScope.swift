internal import Postgres

/// What the database is told of a request: who, and where it came from. All of it ends with the transaction.
package struct RequestScope: Sendable {
    package let caller: Caller
    package let id: String
    package let trace: TraceContext?
    package let method: String
    package let path: String
    package let address: String?
    /// Names and values of headers, secrets left out.
    package let headers: [(name: String, value: String)]
    package let cookies: [(name: String, value: String)]
    /// Whether the request says which schema it is about, so that the answer does too.
    package let namesSchema: Bool

    package init(
        caller: Caller, id: String, trace: TraceContext? = nil, method: String, path: String, address: String?,
        headers: [(name: String, value: String)], cookies: [(name: String, value: String)] = [],
        namesSchema: Bool = false
    ) {
        self.caller = caller
        self.id = id
        self.trace = trace
        self.method = method
        self.path = path
        self.address = address
        self.headers = headers
        self.cookies = cookies
        self.namesSchema = namesSchema
    }

    /// The client's program, as it names itself and the audit log is told.
    var agent: String? { headers.first { $0.name == "user-agent" }?.value }

    /// The statement that goes ahead of a request's, in the same trip and transaction. Identity comes last, so that the
    /// settings before it are made with the login's rights.
    ///
    /// - Parameters:
    ///   - isReadOnly: Whether nothing may be written.
    ///   - roleSettings: Those of the caller's role.
    ///   - lockPatience: Longest wait for a lock, as PostgreSQL writes durations; nil for as long as a statement may
    ///     take.
    func settings(
        isReadOnly: Bool, searchPath: String, timezone: String? = nil, roleSettings: [Catalogue.RoleSetting] = [],
        lockPatience: String? = nil
    ) -> Query {
        var settings = SettingsText()
        settings.set("transaction_read_only", isReadOnly ? "on" : "off")
        settings.set("search_path", searchPath)
        for setting in roleSettings { settings.set(named: setting.name, setting.value) }
        settings.set("application_name", Self.applicationName(id))
        settings.set("request.id", id)
        if let trace { settings.set("request.traceparent", trace.header) }
        settings.set("request.method", method)
        settings.set("request.path", path)
        settings.set("request.address", address ?? "")
        settings.set("request.headers", JSONText.object(headers))
        settings.set("request.cookies", JSONText.object(cookies))
        settings.set("request.jwt.claims", caller.claims)
        if let lockPatience { settings.set("lock_timeout", lockPatience) }
        if let timezone { settings.set("timezone", timezone) }
        settings.set("role", caller.role)
        return Query(unsafeText: settings.text, parameters: settings.parameters)
    }

    /// The same request, as the service's own.
    var asService: RequestScope {
        RequestScope(
            caller: .service, id: id, trace: trace, method: method, path: path, address: address, headers: headers,
            cookies: cookies)
    }

    /// What `pg_stat_activity` and the server's log show while a request runs, as long as PostgreSQL keeps of it.
    static func applicationName(_ id: String) -> String {
        String("\(ThinService.applicationName) \(id)".prefix(63))
    }

    /// The headers that the audit log looks at.
    static func headers(agent: String?) -> String {
        agent.map { JSONText.object([("user-agent", $0)]) } ?? "{}"
    }
}

/// Writes the statement that makes settings.
private struct SettingsText {
    private(set) var text = "select "
    private(set) var parameters: [Parameter] = []

    mutating func set(_ name: StaticString, _ value: String) {
        if !parameters.isEmpty { text += ", " }
        parameters.append(.text(value))
        text += "set_config('\(name)', $\(parameters.count), true)"
    }

    /// A setting whose name comes from the catalogue.
    mutating func set(named name: String, _ value: String) {
        if !parameters.isEmpty { text += ", " }
        parameters += [.text(name), .text(value)]
        text += "set_config($\(parameters.count - 1), $\(parameters.count), true)"
    }
}
