import Foundation
import Testing

/// What a trusted server does, and what the user then reads.
@Suite(.service, .timeLimit(.minutes(5))) struct RoundTripTests {
    @Test func `granted, reserved, confirmed and released credits show in what the user reads`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "100")
        #expect(try await world.balance(user) == #"[{"available":100,"held":0,"debt":0}]"#)
        let confirmed = try await world.reserve(user, "30")
        let released = try await world.reserve(user, "20.5")
        #expect(try await world.balance(user) == #"[{"available":49.5,"held":50.5,"debt":0}]"#)
        let confirm = try await world.service.call(
            "confirm", #"{"user_id":"\#(user)","reservation_id":"\#(confirmed)","amount":12.25}"#)
        #expect(confirm.status == 200)
        #expect(try confirm.member("status") == "confirmed")
        #expect(try confirm.member("charged") == "12.25")
        let release = try await world.service.call(
            "release", #"{"user_id":"\#(user)","reservation_id":"\#(released)","reason":"not needed"}"#)
        #expect(try release.member("status") == "released")
        #expect(try await world.balance(user) == #"[{"available":87.75,"held":0,"debt":0}]"#)
        try await world.expectSound()
    }

    @Test func `usage has exactly its seven columns, in order`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "5")
        _ = try await world.service.call(
            "reserve",
            #"{"user_id":"\#(user)","amount":1,"job_type":"story","job_id":"j1","description":"A story","metadata":{"note":"x"}}"#
        )
        let answer = try await world.service.get("/rest/v1/credit_usage", token: try await TestTokens.user(user))
        let row = try JSONMembers.ofFirstRow(answer)
        #expect(row == ["id", "job_id", "job_type", "credits_used", "status", "description", "created_at"])
        #expect(try answer.rows.first?["description"] == "A story")
        #expect(!answer.text.contains("note"))
    }

    @Test(arguments: ["balance", "credit_usage", "credit_grants", "ledger_entries"])
    func `a user sees only rows of their own`(view: String) async throws {
        let world = try TestWorld.current
        let users = [try await world.makeUser(credits: "10"), try await world.makeUser(credits: "20")]
        for user in users {
            let id = try await world.reserve(user, "1")
            _ = try await world.service.call("confirm", #"{"user_id":"\#(user)","reservation_id":"\#(id)"}"#)
        }
        let own = try await world.service.get("/rest/v1/\(view)", token: try await TestTokens.user(users[0]))
        #expect(own.status == 200)
        #expect(try !own.rows.isEmpty)
        #expect(!own.text.contains(users[1]))
        if view != "credit_usage" { #expect(try own.rows.allSatisfy { $0["user_id"] == users[0] }) }
        let all = try await world.service.get("/rest/v1/\(view)?limit=1000", token: try await TestTokens.service())
        #expect(try all.rows.count > own.rows.count)
    }

    @Test func `rows are filtered, ordered and cut as asked for`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "10")
        for amount in 1...4 { _ = try await world.reserve(user, "\(amount)") }
        let token = try await TestTokens.user(user)
        let path = "/rest/v1/credit_usage?select=id,created_at&status=eq.reserved&order=created_at.desc.nullslast,id"
        let all = try await world.service.get(path, token: token).rows.map { $0["id"] }
        #expect(all.count == 4)
        #expect(
            try await world.service.get("\(path)&limit=2&offset=1", token: token).rows.map { $0["id"] }
                == Array(all[1...2]))
        for limit in ["0", "-1", "-99999999999999999999"] {
            #expect(try await world.service.get("\(path)&limit=\(limit)", token: token).rows.count == 1)
        }
        for rest in ["limit=101", "limit=99999999999999999999", "offset=-5"] {
            #expect(try await world.service.get("\(path)&\(rest)", token: token).rows.count == 4)
        }
        let none = try await world.service.get("/rest/v1/credit_usage?status=eq.confirmed", token: token)
        #expect(none.text == "[]")
    }

    @Test func `an answer can be asked for over one connection again and again`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "3")
        let wire = try Wire(port: world.service.port)
        let request = TestService.request("GET", "/rest/v1/balance", token: try await TestTokens.user(user))
        for _ in 0..<20 {
            try await wire.send(request)
            #expect(try await wire.answer().rows.first?["available"] == "3")
        }
    }
}

/// Names of a JSON object's members, in the order written.
enum JSONMembers {
    /// Those of the first object of an array.
    static func ofFirstRow(_ answer: Answer) throws -> [String] {
        let first = try #require(answer.text.dropFirst().split(separator: "}").first)
        return first.matches(of: /"([a-z_]+)":/).map { String($0.1) }
    }
}
