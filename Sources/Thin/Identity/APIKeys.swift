package import Postgres

/// Keys for programs, which the database knows. It is asked for each request, so that a key that was revoked is refused
/// at once on every instance.
package struct APIKeys: Sendable {
    /// What all keys begin with, and no signed token does.
    static let prefix = "thin_"
    /// Longer ones are refused unread.
    static let lengthMax = 100

    let pool: ConnectionPool

    package init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Whether the database is asked about it at all.
    static func isReadable(_ key: String) -> Bool {
        key.utf8.count <= lengthMax && key.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// On whose behalf a key's request runs.
    ///
    /// - Throws: What the database answers when it can't be asked; a `Problem` 401 for a key that is not taken.
    func caller(for key: String) async throws -> Caller {
        guard Self.isReadable(key) else { throw Problem.apiKeyInvalid }
        let result: QueryResult
        do {
            result = try await RetryPolicy().run {
                try await pool.query("select b.role, b.claims from identity.use_api_key(\(key)) b")
            }
        } catch let error as PostgresError where error.state == "3F000" || error.state == "42883" {
            // A database that Thin's SQL isn't on.
            throw Problem.apiKeyInvalid
        }
        guard let role = result.text(0, 0), let claims = result.text(0, 1) else { throw Problem.apiKeyInvalid }
        return Caller(role: role, claims: claims, hasKey: true)
    }
}

extension Problem {
    /// An unknown key, or one that is expired or revoked.
    static let apiKeyInvalid = unauthorized("TH408", "api key is not valid")
}
