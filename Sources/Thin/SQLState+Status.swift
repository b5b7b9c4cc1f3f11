internal import HTTPTypes
internal import Postgres

extension SQLState {
    /// The HTTP status for it (PostgREST's reference, "Errors").
    func status(message: String, isAnonymous: Bool) -> HTTPResponse.Status {
        switch rawValue {
        case "23503", "23505": return .conflict
        case "22023" where message.hasPrefix("role \"") && message.hasSuffix("does not exist"): return .unauthorized
        case "25006": return .methodNotAllowed
        case "21000": return message.hasSuffix("requires a WHERE clause") ? .badRequest : .internalServerError
        case "53400": return .internalServerError
        case "57P01": return .serviceUnavailable
        case "P0001": return .badRequest
        case "42883": return message.hasPrefix("function xmlagg(") ? .notAcceptable : .notFound
        case "42P01": return .notFound
        case "42P17": return .internalServerError
        case "42501": return isAnonymous ? .unauthorized : .forbidden
        default: break
        }
        switch rawValue.prefix(2) {
        // Raised for the client, but with no status in it.
        case "PT": return .internalServerError
        case "08", "53": return .serviceUnavailable
        case "0L", "0P", "28": return .forbidden
        case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58", "F0", "HV", "P0", "XX":
            return .internalServerError
        default: return .badRequest
        }
    }
}
