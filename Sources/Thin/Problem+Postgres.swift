internal import HTTPTypes
internal import Postgres

extension Problem {
    /// What a client is told of a failed statement. Statuses are PostgREST's (its errors page).
    ///
    /// - Parameters:
    ///   - error: What the database answered.
    ///   - fields: Names of the statement's parameters, so that a value that doesn't fit its type can be named.
    ///   - unknownColumns: Names that no column has, with the parameter of the request that holds them.
    ///   - isAnonymous: Whether nobody has signed in.
    ///   - errors: The registry.
    ///   - isStrict: Whether the registry is all that clients are told. Of other errors then only the SQLSTATE and a
    ///     text of ours leave, since the database's texts quote names and values.
    ///   - requestID: Shown where the rest is in the log only.
    init(
        _ error: PostgresError, fields: [String], unknownColumns: [(name: String, parameter: String)],
        isAnonymous: Bool, errors: [String: Catalogue.RegisteredError], isStrict: Bool, requestID: String
    ) {
        if case .pool(let refusal) = error.origin {
            self = Self.busy(refusal, cause: error.cause)
        } else if error.origin == .connection {
            self = .unavailable
        } else if let raised = Self.raised(error) {
            self = raised
        } else if let registered = errors[error.state.rawValue] {
            self =
                registered.status == 500
                ? .unexpected(requestID: requestID) : Self.registered(registered, error)
        } else if isStrict, error.state == "22023", error.message.hasPrefix("role ") {
            // As PostgREST tells it from other invalid parameters.
            self = .unauthorized("PGRST301", "the token's role is not accepted")
        } else if !isStrict {
            self = Self.told(error, isAnonymous)
        } else if error.state == "42703", let unknown = unknownColumns.first {
            self = Problem(
                .badRequest, "42703", "column \(unknown.name) does not exist", details: unknown.parameter)
        } else if let field = Self.refusedParameter(of: error, fields) {
            self = .invalidArgument(field, "\(field) has a value of the wrong type or form")
        } else if error.state == .syntaxError, error.position == nil {
            // Not of the statement: of a text search in it.
            self = Problem(.badRequest, "42601", "invalid argument")
        } else {
            self = Self.foreign(error.state, isAnonymous, requestID)
        }
    }

    private static func registered(_ registered: Catalogue.RegisteredError, _ error: PostgresError) -> Problem {
        var problem = Problem(
            .init(code: registered.status), error.state.rawValue, registered.message, details: error.detail,
            hint: error.hint)
        if !registered.isRetryable { problem.headers[.shouldRetry] = "false" }
        if registered.status == 429, let seconds = error.detail {
            problem.headers[.retryAfter] = seconds
            if let headers = Turn.headers(refusedBy: error.hint, for: seconds) {
                for field in headers { problem.headers[field.name] = field.value }
            }
        }
        return problem
    }

    private static func busy(_ refusal: PostgresError.PoolRefusal, cause: PostgresError?) -> Problem {
        var problem: Problem
        switch refusal {
        case .queueFull:
            problem = Problem(.serviceUnavailable, "PGRST003", "Too many requests wait for a connection.")
        case .acquireTimeout where cause != nil, .closed: return .unavailable
        case .acquireTimeout:
            problem = Problem(.gatewayTimeout, "PGRST003", "Timed out acquiring connection from connection pool.")
        }
        problem.headers[.retryAfter] = "1"
        return problem
    }

    private static let unavailable = Problem(
        .serviceUnavailable, "PGRST001", "The database can't be reached.", headers: [.retryAfter: "1"])

    /// What the database says, as PostgREST passes it on.
    private static func told(_ error: PostgresError, _ isAnonymous: Bool) -> Problem {
        var problem = Problem(
            error.state.status(message: error.message, isAnonymous: isAnonymous), error.state.rawValue, error.message,
            details: error.detail, hint: error.hint)
        if problem.status == .unauthorized { problem.headers[.wwwAuthenticate] = "Bearer" }
        if problem.status == .serviceUnavailable { problem.headers[.retryAfter] = "1" }
        return problem
    }

    /// Which parameter a data exception is about. PostgreSQL names it in the error's context while it binds: "portal …
    /// parameter $2"; the number stands there in every language.
    private static func refusedParameter(of error: PostgresError, _ fields: [String]) -> String? {
        guard case .dataException = error.state.kind, let context = error.context else { return nil }
        // Its line is the outermost, so the last; the ones before may quote what the client sent.
        guard
            let line = context.split(separator: "\n").last, let mark = line.firstRange(of: /\$([0-9]+)/),
            let number = Int(line[mark].dropFirst())
        else { return nil }
        return fields.indices.contains(number - 1) ? fields[number - 1] : nil
    }

    private static func foreign(_ state: SQLState, _ isAnonymous: Bool, _ requestID: String) -> Problem {
        let code = state.rawValue
        switch state.kind {
        case .insufficientPrivilege where isAnonymous:
            return Problem(.unauthorized, code, "permission denied", headers: [.wwwAuthenticate: "Bearer"])
        case .insufficientPrivilege: return Problem(.forbidden, code, "permission denied")
        case .undefinedObject: return Problem(.notFound, code, "not found")
        case .conflict: return Problem(.conflict, code, "conflict with what is there")
        case .readOnly: return Problem(.methodNotAllowed, code, "not in a read-only request")
        case .dataException: return Problem(.badRequest, code, "invalid argument")
        case .misfit: return Problem(.badRequest, code, "the request doesn't fit what is asked for")
        case .overloaded: return Problem(.serviceUnavailable, code, "the database is busy", headers: [.retryAfter: "1"])
        case .other: return .unexpected(requestID: requestID)
        }
    }
}

extension SQLState {
    /// SQLSTATEs as far as a client's answer differs.
    fileprivate enum Kind {
        case insufficientPrivilege, undefinedObject, conflict, readOnly, dataException, misfit, overloaded, other
    }

    fileprivate var kind: Kind {
        switch (rawValue, rawValue.prefix(2)) {
        case ("42501", _): .insufficientPrivilege
        case ("42883", _), ("42P01", _): .undefinedObject
        case ("23503", _), ("23505", _): .conflict
        case ("25006", _): .readOnly
        case (_, "22"), (_, "23"): .dataException
        case ("42P17", _), ("42601", _): .other
        case (_, "42"), (_, "54"): .misfit
        case (_, "53"), ("57P01", _), ("57P02", _), ("57P03", _): .overloaded
        default: .other
        }
    }
}
