import Foundation
import Postgres
import Testing

/// Many who want the same at the same time.
@Suite(.service(poolSize: 32), .timeLimit(.minutes(5))) struct AuthRaceTests {
    /// What 32 of the same request are answered: how often each code; success has none.
    static func together(_ request: @escaping @Sendable () async throws -> Answer) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    let answer = try await request()
                    return answer.status == 200 ? "" : try answer.member("code") ?? "\(answer.status)"
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    @Test func `an address signs up once`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true, mail_pause_seconds = 0")
        let email = "\(UUID().uuidString.lowercased())@example.com"
        let answers = try await Self.together {
            try await world.auth("POST", "/signup", #"{"email":"\#(email)","password":"\#(TestWorld.password)"}"#)
        }
        #expect(answers == ["": 1, "user_already_exists": 31])
        try await world.expectSound()
    }

    @Test func `a code is good once`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true, mail_pause_seconds = 0")
        let person = try await world.signUp()
        #expect(try await world.auth("POST", "/otp", #"{"email":"\#(person.email)"}"#).status == 200)
        let code = try await world.mailedCode(to: person.email, kind: "magiclink")
        let answers = try await Self.together {
            try await world.auth(
                "POST", "/verify", #"{"type":"email","email":"\#(person.email)","token":"\#(code)"}"#)
        }
        #expect(answers == ["": 1, "otp_expired": 31])
    }

    @Test func `wrong codes are counted, however many come at once`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true, mail_pause_seconds = 0")
        let person = try await world.signUp()
        #expect(try await world.auth("POST", "/otp", #"{"email":"\#(person.email)"}"#).status == 200)
        let code = try await world.mailedCode(to: person.email, kind: "magiclink")
        let wrong = code == "000000" ? "000001" : "000000"
        let answers = try await Self.together {
            try await world.auth(
                "POST", "/verify", #"{"type":"email","email":"\#(person.email)","token":"\#(wrong)"}"#)
        }
        #expect(answers == ["otp_expired": 32])
        try expectRefusal(
            try await world.auth(
                "POST", "/verify", #"{"type":"email","email":"\#(person.email)","token":"\#(code)"}"#),
            403, "otp_expired")
    }

    @Test func `mail is bounded, however many ask for it at once`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true, mail_pause_seconds = 0, recovery_mails_per_hour = 3")
        let person = try await world.signUp()
        let answers = try await Self.together {
            try await world.auth("POST", "/recover", #"{"email":"\#(person.email)"}"#)
        }
        #expect(answers == ["": 3, "over_email_send_rate_limit": 29])
        let mails = try await world.database.withConnection { connection in
            try await connection.query("select from ops.outbox where recipient = \(person.email)").rowCount
        }
        #expect(mails == 3)
    }

    @Test func `a session that ends while it is refreshed stays ended`() async throws {
        let world = try TestWorld.current
        try await world.set("confirms_automatically = true")
        let person = try await world.signUp()
        async let refreshed = Self.together { try await world.refresh(person.refreshToken) }
        let answer = try await world.auth("POST", "/logout", token: person.accessToken)
        #expect(answer.status == 204)
        let answers = try await refreshed
        #expect(answers.keys.allSatisfy { ["", "refresh_token_not_found"].contains($0) }, "\(answers)")
        try expectRefusal(try await world.refresh(person.refreshToken), 400, "refresh_token_not_found")
        try expectProblem(try await world.service.get("/rest/v1/balance", token: person.accessToken), 401, "TH401")
    }
}
