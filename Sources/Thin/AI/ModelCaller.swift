internal import HTTPTypes

/// Who pays for a call: what a signed token says, or a key, which the database knows.
package enum ModelCaller: Sendable, Hashable {
    /// Claims of a token whose signature is good, as JSON.
    case claims(String)
    /// A key for programs, unchecked.
    case key(String)

    /// The member of an admission's item.
    var json: String {
        switch self {
        case .claims(let claims): "\"claims\":\(claims)"
        case .key(let key): "\"key\":\(JSONText.quoted(key))"
        }
    }
}

extension CallerLookup {
    /// Tells who sends a request, from whichever place an SDK puts its key in.
    ///
    /// - Throws: `Problem` 401 for none, for several that differ, and for one that is not taken.
    func modelCaller(
        of headers: HTTPFields, query: [(name: String, value: String)]
    ) async throws(Problem) -> ModelCaller {
        var credentials: Set<String> = []
        if let authorization = headers[.authorization] {
            let scheme = "bearer "
            guard authorization.prefix(scheme.count).lowercased() == scheme else {
                throw .unauthorized("PGRST301", "Authorization is not a bearer token")
            }
            credentials.insert(String(authorization.dropFirst(scheme.count)))
        }
        for name in [HTTPField.Name.anthropicKey, .googleKey] {
            for value in headers[values: name] { credentials.insert(value) }
        }
        for (name, value) in query where name == "key" { credentials.insert(value) }
        guard let credential = credentials.first, !credential.isEmpty else { throw .anonymousRefused }
        guard credentials.count == 1 else {
            throw .unauthorized("PGRST301", "several keys that differ were sent")
        }
        guard credential.hasPrefix(APIKeys.prefix) else {
            let caller = try await verifier.caller(for: credential)
            guard !caller.isAnonymous else { throw .anonymousRefused }
            return .claims(caller.claims)
        }
        guard APIKeys.isReadable(credential) else { throw .apiKeyInvalid }
        return .key(credential)
    }
}

extension HTTPField.Name {
    /// Where Anthropic's SDK puts its key.
    static let anthropicKey = Self(known: "x-api-key")
    /// Where Google's SDK puts its key.
    static let googleKey = Self(known: "x-goog-api-key")
}
