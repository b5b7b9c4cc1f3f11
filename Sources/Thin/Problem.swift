package import HTTPTypes

/// An error as a client sees it: `{"code","message","details","hint"}` with an HTTP status.
package struct Problem: Error, Sendable, Equatable {
    /// HTTP status.
    package var status: HTTPResponse.Status
    /// SQLSTATE, or PostgREST's code for what never reached the database.
    package var code: String
    /// Short and free of what the database said.
    package var message: String
    /// The fact: the field, the seconds to wait.
    package var details: String?
    /// The fact as JSON that is no string; takes the place of `details`.
    package var detailsJSON: String?
    /// The advice.
    package var hint: String?
    /// Headers that belong to it, such as `WWW-Authenticate`.
    package var headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, details: String? = nil, hint: String? = nil,
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint
        self.headers = headers
    }

    /// A refused argument, named by its field.
    package static func invalidArgument(_ field: String?, _ hint: String? = nil) -> Problem {
        Problem(.badRequest, "TH001", "invalid argument", details: field, hint: hint)
    }

    /// Whatever a client needn't know about; the log has the rest under the request's id.
    package static func unexpected(requestID: String) -> Problem {
        Problem(.internalServerError, "PGRSTX00", "internal error", details: "request \(requestID)")
    }

    /// No page, route, view or function of that name.
    package static let unknownPath = Problem(.notFound, "PGRST125", "Invalid path specified in request URL")

    /// A method that nothing is served by.
    static func unsupportedMethod(_ method: HTTPRequest.Method) -> Problem {
        Problem(.methodNotAllowed, "PGRST117", "Unsupported HTTP method: \(method.rawValue)")
    }

    /// The token is missing where one is needed, or not acceptable.
    package static func unauthorized(_ code: String, _ message: String) -> Problem {
        Problem(
            .unauthorized, code, message,
            headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\", error_description=\"\(message)\""])
    }

    /// The JSON body.
    package var body: String {
        let fields: [(String, String?)] = [("code", code), ("message", message), ("details", details), ("hint", hint)]
        let members = fields.map { name, value in
            let text = name == "details" ? detailsJSON ?? value.map(JSONText.quoted) : value.map(JSONText.quoted)
            return "\"\(name)\":\(text ?? "null")"
        }
        return "{\(members.joined(separator: ","))}"
    }
}
