import Foundation
import Testing

/// Amounts never pass through a binary float.
@Suite(.service, .timeLimit(.minutes(5))) struct ExactnessTests {
    @Test(arguments: [
        ("0.0001", "0.0001"), ("9999999999999.9999", "9999999999999.9999"), ("10000000000000", "10000000000000"),
        ("9007199254740.9931", "9007199254740.9931"), ("0.1", "0.1"), ("1.10", "1.1"), ("100.0000", "100"),
        ("1e3", "1000"),
        ("12.5E-2", "0.125"), ("1E+2", "100"), ("0.00010000", "0.0001"),
    ])
    func `an amount comes back as the decimal it is`(sent: String, back: String) async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser()
        let grant = try await world.service.call(
            "grant_credits", #"{"user_id":"\#(user)","amount":\#(sent),"source":"purchase"}"#)
        #expect(try grant.member("amount") == back)
        #expect(try await world.balance(user) == #"[{"available":\#(back),"held":0,"debt":0}]"#)
        let id = try await world.reserve(user, sent)
        let confirm = try await world.service.call("confirm", #"{"user_id":"\#(user)","reservation_id":"\#(id)"}"#)
        #expect(try confirm.member("charged") == back)
        #expect(try await world.balance(user) == #"[{"available":0,"held":0,"debt":0}]"#)
    }

    @Test func `a tenth and two tenths are three tenths`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "0.1")
        _ = try await world.service.call("grant_credits", #"{"user_id":"\#(user)","amount":0.2,"source":"purchase"}"#)
        #expect(try await world.balance(user) == #"[{"available":0.3,"held":0,"debt":0}]"#)
        for _ in 0..<3 { _ = try await world.reserve(user, "0.1") }
        #expect(try await world.balance(user) == #"[{"available":0,"held":0.3,"debt":0}]"#)
        let answer = try await world.service.call(
            "reserve", #"{"user_id":"\#(user)","amount":0.0001,"job_type":"story"}"#)
        try expectProblem(answer, 402, "TH402")
        try await world.expectSound()
    }

    @Test func `large and small sums stay exact`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "9999999999999.9999")
        _ = try await world.service.call(
            "grant_credits", #"{"user_id":"\#(user)","amount":0.0001,"source":"purchase"}"#)
        _ = try await world.service.call(
            "grant_credits", #"{"user_id":"\#(user)","amount":9999999999999.9999,"source":"purchase"}"#)
        #expect(try await world.balance(user) == #"[{"available":19999999999999.9999,"held":0,"debt":0}]"#)
        try await world.expectSound()
    }
}
