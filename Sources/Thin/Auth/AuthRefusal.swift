internal import HTTPTypes
internal import Postgres

/// An error of `/auth/v1` that the service itself notices.
struct AuthRefusal: Error, Sendable {
    let status: Int
    let code: String
    let message: String
    var headers: HTTPFields = [:]

    /// As an answer, in the current form.
    var answer: AuthAnswer {
        AuthAnswer(
            status: status, body: JSONText.object([("code", code), ("message", message)]), headers: headers)
    }

    static let badJSON = AuthRefusal(
        status: 400, code: "bad_json", message: "Could not parse request body as JSON: it is not one object")

    /// More people sign in at once than may wait.
    static let crowded = AuthRefusal(
        status: 429, code: "over_request_rate_limit", message: "Request rate limit reached",
        headers: [.retryAfter: "1"])

    /// A token that isn't one of ours, or not any more.
    static func badToken(_ problem: Problem) -> AuthRefusal {
        AuthRefusal(
            status: 403, code: "bad_jwt",
            message: "invalid JWT: unable to parse or verify signature, \(problem.message)")
    }

    /// Whatever a client needn't know about; the log has the rest under the request's id.
    static func unexpected(_ requestID: String) -> AuthRefusal {
        AuthRefusal(
            status: 500, code: "unexpected_failure",
            message: "Unexpected failure, please check server logs for more information (request \(requestID))")
    }

    /// What is refused before any function is asked.
    init(_ problem: Problem) {
        self.init(
            status: problem.status.code,
            code: problem.status.code < 500 ? "validation_failed" : "unexpected_failure", message: problem.message,
            headers: problem.headers)
    }

    init(status: Int, code: String, message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
    }

    /// A call that failed.
    init(_ error: PostgresError, requestID: String) {
        switch (error.origin, error.state) {
        case (.server, "TH429"):
            self = .crowded
            headers[.retryAfter] = error.detail
            if let fields = Turn.headers(refusedBy: error.hint, for: error.detail ?? "1") {
                for field in fields { headers[field.name] = field.value }
            }
        case (_, .serializationFailure), (_, .deadlockDetected), (_, .lockNotAvailable):
            self.init(
                status: 409, code: "conflict",
                message: "Too many concurrent requests on the same session or user, please try again")
        case (_, .queryCancelled):
            self.init(
                status: 504, code: "request_timeout",
                message: "Processing this request timed out, please retry after a moment.")
        // It is gone, full, or about to stop.
        case (.pool, _), (.connection, _), (_, SQLState.Class("08")), (_, SQLState.Class("53")),
            (_, SQLState.Class("57")):
            self.init(
                status: 503, code: "unexpected_failure", message: "The database can't be reached",
                headers: [.retryAfter: "1"])
        default:
            switch error.refusedParameter {
            case 1: self = .badJSON
            case 2:
                self.init(
                    status: 400, code: "validation_failed", message: "The path or the query can't be understood")
            default: self = .unexpected(requestID)
            }
        }
    }
}

extension AuthAnswer {
    init(status: Int, body: String?, headers: HTTPFields) {
        self.status = status
        self.body = body
        claims = nil
        self.headers = headers
    }
}

extension PostgresError {
    /// Which parameter couldn't be read as its type, counted from 1. PostgreSQL names it in the outermost line of the
    /// error's context: "portal … parameter $2".
    fileprivate var refusedParameter: Int? {
        guard case SQLState.Class("22") = state, let line = context?.split(separator: "\n").last else { return nil }
        return line.firstMatch(of: /\$([0-9]+)/).flatMap { Int($0.1) }
    }
}
