import Foundation
import Postgres
import Testing

/// Somebody who is signed in.
struct SignedIn: Sendable {
    let email: String
    let accessToken: String
    let refreshToken: String
}

extension TestWorld {
    static let password = "correct horse battery"

    /// Asks `/auth/v1` as current clients do.
    func auth(
        _ method: String, _ path: String, _ body: String? = nil, token: String? = nil,
        headers: KeyValuePairs<String, String> = ["X-Supabase-Api-Version": "2024-01-01"]
    ) async throws -> Answer {
        try await service.send(
            method, "/auth/v1\(path)", token: token, headers: headers, body: body.map { Array($0.utf8) })
    }

    /// Changes `identity.settings`.
    func set(_ changes: Query) async throws {
        try await database.withConnection { connection in
            _ = try await connection.query("update identity.settings set \(query: changes)")
        }
    }

    /// Signs somebody up, where addresses count at once.
    func signUp(_ email: String = "\(UUID().uuidString.lowercased())@example.com") async throws -> SignedIn {
        let answer = try await auth("POST", "/signup", #"{"email":"\#(email)","password":"\#(Self.password)"}"#)
        try #require(answer.status == 200, "\(answer.text)")
        return SignedIn(
            email: email, accessToken: try #require(try answer.member("access_token")),
            refreshToken: try #require(try answer.member("refresh_token")))
    }

    /// The code of the last mail of a kind to an address.
    func mailedCode(to email: String, kind: String) async throws -> String {
        let body = try await database.withConnection { connection in
            try await connection.query(
                "select body from ops.outbox where recipient = \(email) and kind = \(kind) order by id desc limit 1"
            ).text(0, 0)
        }
        return String(try #require(body?.firstMatch(of: /[0-9]{6}/)).0)
    }

    /// Gets new tokens.
    func refresh(_ token: String) async throws -> Answer {
        try await auth("POST", "/token?grant_type=refresh_token", #"{"refresh_token":"\#(token)"}"#)
    }
}

/// Checks that an answer is an auth error in the current form.
func expectRefusal(
    _ answer: Answer, _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
    #expect(try answer.member("code") == code, "\(answer.text)", sourceLocation: sourceLocation)
    #expect(try answer.member("message")?.isEmpty == false, sourceLocation: sourceLocation)
    #expect(answer.headers["x-sb-error-code"] == code, sourceLocation: sourceLocation)
    #expect(answer.headers["x-supabase-api-version"] == "2024-01-01", sourceLocation: sourceLocation)
}
