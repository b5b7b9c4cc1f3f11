internal import Foundation

/// The claims of a token whose signature is good, as far as they decide whether it is taken and as whom.
struct CheckedClaims {
    /// All of them as JSON, with `role` among them, as PostgREST hands them on.
    let json: String
    /// The database role; nil when none is named.
    let role: String?
    /// Whether they are of a session, which may have ended since they were signed.
    let hasSession: Bool
    let issued: Date?
    let notBefore: Date?
    let expires: Date?

    /// - Parameters:
    ///   - payload: The token's second part.
    ///   - anonRole: Who is meant where no role is named.
    /// - Throws: `Problem` 401 for what is no object, and for claims of the wrong type.
    init(_ payload: Substring, anonRole: String) throws(Problem) {
        guard let bytes = Self.decoded(payload), var text = String(validating: bytes, as: UTF8.self),
            let members = try? JSONObject(bytes).members, let end = text.lastIndex(of: "}")
        else { throw .unauthorized("PGRST301", "JWT cryptographic operation failed") }
        let claims = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
        expires = try Self.time("exp", in: claims)
        notBefore = try Self.time("nbf", in: claims)
        issued = try Self.time("iat", in: claims)
        try Self.checkAudience(claims["aud"])
        hasSession = claims["session_id"] != nil
        switch claims["role"] {
        case .string(let name)?: role = name
        case nil: role = nil
        default: throw Self.refused("role", "a string")
        }
        if claims["role"] == nil {
            text.replaceSubrange(end..., with: "\(members.isEmpty ? "" : ",")\"role\":\(JSONText.quoted(anonRole))}")
        }
        json = text
    }

    private static func time(
        _ name: String, in claims: [String: JSONObject.Value]
    ) throws(Problem) -> Date? {
        switch claims[name] {
        case .number(let text)?:
            guard let seconds = Double(text) else { throw refused(name, "a number") }
            return Date(timeIntervalSince1970: seconds)
        case nil, .null?: return nil
        default: throw refused(name, "a number")
        }
    }

    private static func checkAudience(_ claim: JSONObject.Value?) throws(Problem) {
        switch claim {
        case nil, .null?, .string?: return
        case .nested(let bytes)?:
            if (try? JSONDecoder().decode([String].self, from: Data(bytes))) != nil { return }
        default: break
        }
        throw refused("aud", "a string or an array of strings")
    }

    private static func refused(_ name: String, _ type: String) -> Problem {
        .unauthorized("PGRST303", "The JWT '\(name)' claim must be \(type)")
    }

    /// Base64 for URLs, without padding (RFC 7515, section 2).
    private static func decoded(_ part: Substring) -> [UInt8]? {
        var base64 = part.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        return Data(base64Encoded: base64).map { Array($0) }
    }
}
