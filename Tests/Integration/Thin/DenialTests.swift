import Foundation
import Postgres
import Testing

/// Who may not do what.
@Suite(.service, .timeLimit(.minutes(5))) struct DenialTests {
    static let views = ["balance", "credit_usage", "credit_grants", "ledger_entries"]
    static let functions = ["grant_credits", "reserve", "confirm", "release", "verify", "set_debt_limit"]

    private static func body(_ function: String, _ user: String, _ reservation: String) -> String {
        switch function {
        case "grant_credits": #"{"user_id":"\#(user)","amount":5,"source":"purchase"}"#
        case "reserve": #"{"user_id":"\#(user)","amount":5,"job_type":"story"}"#
        case "verify": #"{"user_id":"\#(user)"}"#
        case "set_debt_limit": #"{"user_id":"\#(user)","limit":5}"#
        default: #"{"user_id":"\#(user)","reservation_id":"\#(reservation)"}"#
        }
    }

    @Test(arguments: ["confirm", "release"])
    func `another user's reservation isn't found`(function: String) async throws {
        let world = try TestWorld.current
        let (owner, other) = (try await world.makeUser(credits: "10"), try await world.makeUser(credits: "10"))
        let id = try await world.reserve(owner, "4")
        let answer = try await world.service.call(function, Self.body(function, other, id))
        try expectProblem(answer, 404, "TH404")
        #expect(try await world.balance(owner) == #"[{"available":6,"held":4,"debt":0}]"#)
    }

    @Test(arguments: functions) func `a user's token calls no function`(function: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        let body = Self.body(function, user, try await world.reserve(user, "1"))
        let before = try await world.balance(user)
        let answer = try await world.service.call(function, body, token: try await TestTokens.user(user))
        try expectProblem(answer, 403, "42501")
        #expect(try await world.balance(user) == before)
    }

    @Test(arguments: functions) func `nobody without a token calls a function`(function: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser()
        let answer = try await world.service.call(function, Self.body(function, user, UUID().uuidString), token: nil)
        try expectProblem(answer, 401, "42501")
        #expect(answer.headers["www-authenticate"] == "Bearer")
    }

    @Test(arguments: views) func `nobody without a token reads a view`(view: String) async throws {
        let service = try TestWorld.current.service
        try expectProblem(try await service.get("/rest/v1/\(view)"), 401, "42501")
        let anon = try await TestTokens.sign(role: "anon")
        try expectProblem(try await service.get("/rest/v1/\(view)", token: anon), 401, "42501")
    }

    @Test(arguments: views, ["POST", "PATCH", "PUT", "DELETE"])
    func `no client writes to a view`(view: String, method: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "7")
        let columns = ["balance": "available", "credit_usage": "credits_used"]
        let body = Array(#"{"\#(columns[view] ?? "amount")":1000}"#.utf8)
        for token in [try await TestTokens.user(user), try await TestTokens.service()] {
            let answer = try await world.service.send(method, "/rest/v1/\(view)", token: token, body: body)
            #expect([403, 405].contains(answer.status), "\(answer.text)")
            try expectProblem(answer, answer.status)
        }
        #expect(try await world.balance(user) == #"[{"available":7,"held":0,"debt":0}]"#)
    }

    @Test func `roles that clients act as can't write to views in SQL either`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "7")
        try await world.database.withConnection { connection in
            for role in ["anon", "authenticated", "service_role"] {
                for view in Self.views {
                    let error = await #expect(throws: PostgresError.self) {
                        try await connection.transaction { connection in
                            _ = try await connection.query("select set_config('role', \(role), true)")
                            _ = try await connection.query(
                                "delete from api.\(identifier: Identifier(view))")
                        }
                    }
                    #expect(["42501", "55000"].contains(error?.state), "\(role) \(view)")
                }
            }
        }
        #expect(try await world.balance(user) == #"[{"available":7,"held":0,"debt":0}]"#)
    }

    @Test func `naming another user in a filter shows nothing`() async throws {
        let world = try TestWorld.current
        let (user, other) = (try await world.makeUser(credits: "1"), try await world.makeUser(credits: "2"))
        let token = try await TestTokens.user(user)
        for view in ["balance", "credit_grants", "ledger_entries"] {
            #expect(try await world.service.get("/rest/v1/\(view)?user_id=eq.\(other)", token: token).text == "[]")
            let both = "/rest/v1/\(view)?user_id=eq.\(user)&user_id=eq.\(other)"
            #expect(try await world.service.get(both, token: token).text == "[]")
        }
    }

    @Test func `a token for nobody sees nothing`() async throws {
        let world = try TestWorld.current
        _ = try await world.makeUser(credits: "1")
        for view in Self.views {
            let token = try await TestTokens.sign(role: "authenticated", sub: UUID().uuidString)
            #expect(try await world.service.get("/rest/v1/\(view)", token: token).text == "[]")
            let nameless = try await TestTokens.sign(role: "authenticated")
            #expect(try await world.service.get("/rest/v1/\(view)", token: nameless).text == "[]")
        }
    }
}
