public import Postgres

/// Why a call was refused or failed. Cases follow the registry `ops.error_codes`.
public enum CreditsError: Error, Sendable {
    /// `TH402`: too little is available, or a debt would pass its limit.
    case insufficientCredits
    /// `TH404`: there is no such account, reservation or grant of this user.
    case notFound(String)
    /// `TH001`: an argument breaks its rule, which the hint tells.
    case invalidArgument(field: String, hint: String?)
    /// `TH409`: the key names another request.
    case idempotencyKeyReused
    /// `TH410`: the reservation was confirmed or released before.
    case alreadySettled
    /// `TH411`: the reservation's time was over, and what it held is back.
    case expired
    /// `TH412`: it was claimed before.
    case alreadyClaimed
    /// `TH403`: the caller may not do this.
    case forbidden
    /// `TH451`: a limit of the plan or a budget is reached; which one.
    case limitExceeded(String?)
    /// `TH429`: too many calls.
    case rateLimited(retryAfterSeconds: Int?)
    /// `TH503`: switched off.
    case disabled
    /// Another error that the database raised, or the database couldn't be reached.
    case other(PostgresError)

    /// Reads what the database answered.
    public init(_ error: PostgresError) {
        guard error.origin == .server, let known = Self.registered(error.state.rawValue, error.detail, error.hint)
        else {
            self = .other(error)
            return
        }
        self = known
    }

    /// Reads the error of an item.
    init(code: String, detail: String?, hint: String?) {
        if let known = Self.registered(code, detail, hint) {
            self = known
        } else {
            var error = PostgresError(state: SQLState(rawValue: code), origin: .server, message: "an item failed")
            (error.detail, error.hint) = (detail, hint)
            self = .other(error)
        }
    }

    private static func registered(_ code: String, _ detail: String?, _ hint: String?) -> CreditsError? {
        switch code {
        case "TH001": .invalidArgument(field: detail ?? "", hint: hint)
        case "TH402": .insufficientCredits
        case "TH403": .forbidden
        case "TH404": .notFound(detail ?? "")
        case "TH409": .idempotencyKeyReused
        case "TH410": .alreadySettled
        case "TH411": .expired
        case "TH412": .alreadyClaimed
        case "TH429": .rateLimited(retryAfterSeconds: detail.flatMap { Int($0) })
        case "TH451": .limitExceeded(detail)
        case "TH503": .disabled
        default: nil
        }
    }

    /// Whether it is unknown if the call took place.
    var isLostAnswer: Bool {
        guard case .other(let error) = self else { return false }
        return error.origin == .connection
            || (error.origin == .server && !error.connectionIsUsable)
    }

    /// The task was cancelled between two attempts.
    static let cancelled = CreditsError.other(
        PostgresError(state: .queryCancelled, origin: .client, message: "the calling task was cancelled"))

    /// The database's functions aren't those that this version knows.
    static func malformed(_ column: String) -> CreditsError {
        .other(
            PostgresError(
                state: .protocolViolation, origin: .client, message: "the answer's \(column) can't be read"))
    }
}
