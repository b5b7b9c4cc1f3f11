internal import HTTPTypes
internal import Postgres

/// What a function of schema `identity` answered.
struct AuthAnswer: Sendable {
    var status: Int
    /// A JSON object; nil for none.
    var body: String?
    /// Claims to sign; nil for none.
    var claims: String?
    var headers: HTTPFields

    /// Takes status, body, claims and headers out of the row; nil when it isn't such a row.
    init?(_ result: QueryResult) {
        guard result.rowCount == 1, let status = result.text(0, 0).flatMap({ Int($0) }) else { return nil }
        self.status = status
        body = result.text(0, 1)
        claims = result.text(0, 2)
        headers = [:]
        guard let text = result.text(0, 3) else { return }
        guard let fields = try? JSONObject(Array(text.utf8)) else { return nil }
        for case (let name, .string(let value)) in fields.members {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
    }

    /// The answer with its access token: in the body, or in a redirect's fragment, which browsers keep to themselves.
    func signed(by keys: TokenKeys) async throws -> AuthAnswer {
        guard let claims else { return self }
        var answer = self
        let token = try await keys.sign(claims)
        answer.claims = nil
        if let location = headers[.location] {
            guard let mark = location.firstIndex(of: "#") else { return answer }
            answer.headers[.location] =
                "\(location[...mark])access_token=\(token)&\(location[location.index(after: mark)...])"
        } else if let body {
            // A session has more members than this one.
            answer.body = "{\"access_token\":\"\(token)\",\(body.dropFirst())"
        }
        return answer
    }
}
