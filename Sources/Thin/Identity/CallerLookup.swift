internal import Postgres

/// Tells who a bearer token speaks for: a signed token, or a key for programs.
package struct CallerLookup: Sendable {
    let verifier: TokenVerifier
    let keys: APIKeys
    let observe: @Sendable (Observation) -> Void

    package init(verifier: TokenVerifier, keys: APIKeys, observe: @escaping @Sendable (Observation) -> Void) {
        self.verifier = verifier
        self.keys = keys
        self.observe = observe
    }

    /// - Parameters:
    ///   - token: What follows `Bearer`.
    ///   - requestID: Shown where the rest is in the log only.
    /// - Throws: `Problem` 401 for a token that is not taken, 503 when the database can't be asked about a key.
    func caller(for token: String, requestID: String) async throws(Problem) -> Caller {
        guard token.hasPrefix(APIKeys.prefix) else { return try await verifier.caller(for: token) }
        do {
            return try await keys.caller(for: token)
        } catch let problem as Problem {
            throw problem
        } catch {
            observe(.failed(requestID: requestID, route: "api key", error))
            guard let error = error as? PostgresError else { throw .unexpected(requestID: requestID) }
            throw Problem(
                error, fields: [], unknownColumns: [], isAnonymous: false, errors: [:], isStrict: true,
                requestID: requestID)
        }
    }
}
