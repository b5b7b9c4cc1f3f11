internal import HTTPTypes
internal import Postgres

/// What `ai.admit_many` decided about a call.
struct CallAdmission: Sendable {
    /// Why it isn't admitted; nil when it is.
    let problem: Problem?
    /// Where its caller stands with rate limits.
    let limits: HTTPFields
    /// Nil for what costs nothing.
    let call: AdmittedCall?
    /// The most tokens each candidate may have, to be written into the forwarded body.
    let outputCap: Int?
    /// The claims of whoever pays.
    let claims: String?

    /// Names of the columns that are read.
    static let columns: StaticString = """
        a.ordinality, a.error_code, a.status, a.message, a.details, a.hint, a.rate_policy, a.rate_state, a.user_id, \
        a.call_id, a.attempt, a.output_cap, a.output_max, a.claims
        """

    /// Nil for a row that doesn't say enough.
    init?(_ result: QueryResult, row: Int) {
        var limits: HTTPFields = [:]
        if let policy = result.text(row, 6), HTTPField.isValidValue(policy) { limits[.rateLimitPolicy] = policy }
        if let state = result.text(row, 7), HTTPField.isValidValue(state) { limits[.rateLimit] = state }
        self.limits = limits
        outputCap = result.text(row, 11).flatMap { Int($0) }
        claims = result.text(row, 13)
        guard let code = result.text(row, 1) else {
            problem = nil
            guard let id = result.text(row, 9) else {
                call = nil
                return
            }
            guard let user = result.text(row, 8), let attempt = result.text(row, 10).flatMap({ Int($0) }) else {
                return nil
            }
            call = AdmittedCall(
                userID: user, callID: id, attempt: attempt, outputMax: result.text(row, 12).flatMap { Int($0) })
            return
        }
        call = nil
        let status = result.text(row, 2).flatMap { Int($0) } ?? 500
        var problem = Problem(
            .init(code: (400...599).contains(status) ? status : 500), code, result.text(row, 3) ?? "refused",
            details: result.text(row, 4), hint: result.text(row, 5), headers: limits)
        switch status {
        case 401: problem.headers[.wwwAuthenticate] = "Bearer"
        case 429: problem.headers[.retryAfter] = problem.details.flatMap { Int($0) }.map(String.init)
        default: problem.headers[.shouldRetry] = "false"
        }
        self.problem = problem
    }
}

/// A call that credits are held for.
struct AdmittedCall: Sendable, Hashable {
    let userID: String
    let callID: String
    let attempt: Int
    /// Most tokens that all of the answer may have.
    let outputMax: Int?

    /// The members that name it in an item.
    var json: String {
        "\"user_id\":\"\(userID)\",\"call_id\":\"\(callID)\",\"attempt\":\(attempt)"
    }
}
