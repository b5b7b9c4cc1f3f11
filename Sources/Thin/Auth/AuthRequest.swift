internal import Postgres

/// A request to `/auth/v1`, read from HTTP.
struct AuthRequest: Sendable {
    /// Whose token it carries; nil for none that counts.
    let caller: Caller?
    /// The request's id, for the log and the audit log.
    let requestID: String
    let method: String
    let path: String
    let address: String?
    let agent: String?
    /// Where clients reach `/auth/v1`.
    let issuer: String
    /// The query, and the header `redirect_to`.
    let query: [(name: String, value: String)]
    /// What stands in the path for an id.
    let subject: String?
    /// A JSON object.
    let body: [UInt8]

    /// What goes ahead of the call, as for `/rest/v1`; but the role can call what signs people in, and nothing else.
    var settings: LocalSettings {
        [
            "transaction_read_only": "off",
            "application_name": RequestScope.applicationName(requestID),
            "request.id": requestID,
            "request.method": method,
            "request.path": path,
            "request.address": address ?? "",
            "request.headers": RequestScope.headers(agent: agent),
            "request.jwt.claims": caller?.claims ?? Caller.anonymous.claims,
            "role": "thin_auth",
        ]
    }

    /// What the function is told beside the body.
    var context: String {
        var seen: Set<String> = []
        let query = query.filter { seen.insert($0.name).inserted }.map { ($0.name, $0.value) }
        let members = [
            "\"issuer\":\(JSONText.quoted(issuer))", "\"query\":\(JSONText.object(query))",
            "\"id\":\(subject.map(JSONText.quoted) ?? "null")", "\"claims\":\(caller?.claims ?? "null")",
        ]
        return "{\(members.joined(separator: ","))}"
    }
}
