import Testing

/// Every SQLSTATE has the HTTP status that PostgREST's reference gives it ("Errors").
@Suite(.fixture, .timeLimit(.minutes(5))) struct StatusTests {
    private static func raised(
        _ state: String, _ words: String = "something", token: String? = nil
    ) async throws -> Answer {
        try await Fixture.current.service.send(
            "POST", "/rpc/raises_state", token: token,
            body: Array(#"{"state":"\#(state)","words":"\#(words)"}"#.utf8))
    }

    @Test(arguments: [
        ("08006", 503), ("08P01", 503), ("09000", 500), ("0L000", 403), ("0P000", 403), ("21000", 500),
        ("22012", 400), ("22023", 400), ("22P02", 400), ("23502", 400), ("23503", 409), ("23505", 409), ("23514", 400),
        ("25001", 500), ("25006", 405), ("28000", 403), ("2D000", 500), ("38000", 500), ("39000", 500),
        ("3B000", 500), ("40001", 500), ("40P01", 500), ("42501", 401), ("42601", 400), ("42703", 400),
        ("42883", 404), ("42P01", 404), ("42P17", 500), ("53100", 503), ("53400", 500), ("54000", 500), ("55000", 500),
        ("55P03", 500), ("57014", 500), ("57P01", 503), ("58000", 500), ("F0000", 500), ("HV000", 500),
        ("P0001", 400), ("P0002", 500), ("XX000", 500), ("99999", 400), ("AB123", 400), ("PT419", 419), ("PT2XX", 500),
    ])
    func `a state has its status`(state: String, status: Int) async throws {
        let answer = try await Self.raised(state)
        #expect(answer.status == status, "\(state): \(answer.text)")
        #expect(try answer.member("code") == state)
        #expect(try answer.member("message") == "something")
        #expect(answer.headers["proxy-status"] == "PostgREST; error=\(state)")
        #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
        #expect((answer.headers["retry-after"] != nil) == (status == 503))
        #expect((answer.headers["www-authenticate"] == "Bearer") == (status == 401))
    }

    @Test func `some words change it`() async throws {
        #expect(try await Self.raised("21000", "DELETE requires a WHERE clause").status == 400)
        #expect(try await Self.raised("22023", #"role \"x\" does not exist"#).status == 401)
        #expect(try await Self.raised("42883", "function xmlagg(integer) does not exist").status == 406)
    }

    @Test func `somebody who has signed in is forbidden what nobody is refused`() async throws {
        let answer = try await Self.raised("42501", token: try await TestTokens.user("x"))
        #expect(answer.status == 403 && answer.headers["www-authenticate"] == nil, "\(answer.text)")
    }
}
