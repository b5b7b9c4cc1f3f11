internal import Foundation
internal import HTTPTypes
internal import Postgres

extension Problem {
    /// What a function says to the client by `raise` with the SQLSTATEs that PostgREST reserves for it: `PTxyz` for a
    /// status, `PGRST` for everything.
    static func raised(_ error: PostgresError) -> Problem? {
        let state = error.state.rawValue
        if state == "PGRST" { return complete(error) }
        guard state.hasPrefix("PT"), let code = Int(state.dropFirst(2)), (200...599).contains(code) else { return nil }
        let reason = HTTPField.isValidValue(error.message) ? error.message : ""
        return Problem(
            .init(code: code, reasonPhrase: reason), state, error.message, details: error.detail, hint: error.hint)
    }

    private struct Message: Decodable {
        let code: String
        let message: String
        let details: String?
        let hint: String?
    }

    private struct Detail: Decodable {
        let status: Int
        let status_text: String?
        let headers: [String: String]
    }

    private static func complete(_ error: PostgresError) -> Problem {
        let decoder = JSONDecoder()
        guard let message = try? decoder.decode(Message.self, from: Data(error.message.utf8)) else {
            return unreadable(
                "Invalid JSON value for MESSAGE: '\(error.message)'",
                "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."
            )
        }
        guard let detail = try? decoder.decode(Detail.self, from: Data((error.detail ?? "").utf8)),
            (200...999).contains(detail.status)
        else {
            return unreadable(
                "Invalid JSON value for DETAIL: '\(error.detail ?? "")'",
                "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."
            )
        }
        var problem = Problem(
            .init(code: detail.status, reasonPhrase: detail.status_text ?? ""), message.code, message.message,
            details: message.details, hint: message.hint)
        for (key, value) in detail.headers {
            guard let name = HTTPField.Name(key), HTTPField.isValidValue(value), !name.framesMessages else { continue }
            problem.headers[name] = value
        }
        return problem
    }

    private static func unreadable(_ details: String, _ hint: String) -> Problem {
        Problem(
            .internalServerError, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
            details: details, hint: hint)
    }
}
