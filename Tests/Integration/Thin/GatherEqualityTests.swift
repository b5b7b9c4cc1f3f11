import Foundation
import Postgres
import Testing
import Thin

/// An answer from a batch is the answer of the single call, to the byte.
@Suite(.service(poolSize: 16), .serialized, .timeLimit(.minutes(5))) struct GatherEqualityTests {
    /// Calls of which each is made twice, alone and in a batch, for users who have had the same story. `USER` has 10
    /// credits, of which `LIVE` holds 2; `SETTLED` was confirmed, `STALE` has ended; `NOBODY` is unknown.
    static let cases: [(function: String, body: String)] = [
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story"}"#),
        (
            "reserve",
            #"{"user_id":"USER","amount":1.50,"job_type":"story","job_id":"j","description":"d","ttl":"1 hour"}"#
        ),
        (
            "reserve",
            #"{"user_id":"USER","amount":1,"job_type":"story","job_id":null,"metadata":{"note":"x","pages":2}}"#
        ),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":{}}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","idempotency_key":"new"}"#),
        ("reserve", #"{"user_id":"USER","amount":2,"job_type":"story","idempotency_key":"old"}"#),
        ("reserve", #"{"user_id":"USER","amount":3,"job_type":"story","idempotency_key":"old"}"#),
        ("reserve", #"{"user_id":"USER","amount":9,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":9,"job_type":"story","idempotency_key":"too much"}"#),
        ("reserve", #"{"user_id":"NOBODY","amount":1,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":0,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":0.00001,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":1e400000,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":1e0,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":99999999999999999999,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":null,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":"1","job_type":"story"}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"Story"}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":null}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","ttl":null}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","ttl":"2 days"}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","ttl":"soon"}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","ttl":60}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","job_id":7}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","job_id":""}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","idempotency_key":""}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":null}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":{"secret":"x"}}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":{"note":{"a":1}}}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":{"note":"a\u0000b"}}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":{"note":1e}}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":{"pages":1e400000}}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","metadata":[]}"#),
        ("reserve", #"{"user_id":"USER","amount":1,"job_type":"story","request_id":"r"}"#),
        ("reserve", #"{"user_id":"USER","amount":1}"#),
        ("reserve", #"{"user_id":"USER","user_id":"USER","amount":1,"job_type":"story"}"#),
        ("reserve", #"{"user_id":"nobody","amount":1,"job_type":"story"}"#),
        ("reserve", "{}"),
        ("reserve", "["),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":1.25}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":null,"idempotency_key":"c"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":3}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":3,"overage":"available"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":30,"overage":"available"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":30,"overage":"debt"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":3,"overage":"maybe"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"LIVE","amount":0}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"SETTLED"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"SETTLED","amount":1,"idempotency_key":"settled"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"SETTLED","amount":2,"idempotency_key":"settled"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"STALE"}"#),
        ("confirm", #"{"user_id":"NOBODY","reservation_id":"LIVE"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"NOBODY"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":"x"}"#),
        ("confirm", #"{"user_id":"USER","reservation_id":null}"#),
        ("confirm", #"{"user_id":"USER"}"#),
        ("release", #"{"user_id":"USER","reservation_id":"LIVE"}"#),
        ("release", #"{"user_id":"USER","reservation_id":"LIVE","reason":"because"}"#),
        ("release", #"{"user_id":"USER","reservation_id":"LIVE","reason":""}"#),
        ("release", #"{"user_id":"USER","reservation_id":"SETTLED"}"#),
        ("release", #"{"user_id":"USER","reservation_id":"STALE"}"#),
        ("release", #"{"user_id":"USER","reservation_id":"NOBODY"}"#),
    ]

    @Test(arguments: ["reserve", "confirm", "release"])
    func `answers are the same, alone and together`(function: String) async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        let bodies = Self.cases.filter { $0.function == function }.map(\.body)
        let stories = try await Self.stories(2 * bodies.count, world)
        let alone = try await TestService.with(conninfo: world.database.conninfo, gathers: false) { service in
            var answers: [Answer] = []
            for (body, story) in zip(bodies, stories) {
                answers.append(try await service.call(function, Self.fill(body, story)))
            }
            return answers
        }
        let wires = try await gathering.whileOthersAreUnderWay(function) {
            var wires: [Wire] = []
            for (body, story) in zip(bodies, stories.dropFirst(bodies.count)) {
                wires.append(try await gathering.send(function, Self.fill(body, story)))
            }
            return wires
        }
        for (index, wire) in wires.enumerated() {
            let together = try await wire.answer()
            let (first, second) = (alone[index], together)
            #expect(first.status == second.status, "\(bodies[index]): \(first.text) \(second.text)")
            #expect(Self.comparable(first) == Self.comparable(second), "\(bodies[index])")
            for name in ["content-type", "x-should-retry", "retry-after"] {
                #expect(first.headers[name] == second.headers[name], "\(bodies[index])")
            }
        }
        try await world.expectSound()
    }

    private static func fill(_ body: String, _ story: [String: String]) -> String {
        story.reduce(body) { $0.replacing($1.key, with: $1.value) }
    }

    /// Without what differs from one call to the next.
    private static func comparable(_ answer: Answer) -> String {
        answer.text.replacing(/"[0-9a-f]{8}-[0-9a-f-]{27}"/, with: "ID")
            .replacing(/"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[^"]*"/, with: "TIME")
    }

    /// Users with the same story each.
    private static func stories(_ count: Int, _ world: TestWorld) async throws -> [[String: String]] {
        var stories: [[String: String]] = []
        for _ in 0..<count {
            let user = try await world.makeUser(credits: "10")
            let stale = try await world.service.call(
                "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story","ttl":"1 s"}"#)
            let settled = try await world.reserve(user, "1")
            _ = try await world.service.call(
                "confirm",
                #"{"user_id":"\#(user)","reservation_id":"\#(settled)","amount":1,"idempotency_key":"settled"}"#)
            let live = try await world.service.call(
                "reserve", #"{"user_id":"\#(user)","amount":2,"job_type":"story","idempotency_key":"old"}"#)
            stories.append([
                "USER": user, "SETTLED": settled, "LIVE": try live.member("id") ?? "",
                "STALE": try stale.member("id") ?? "", "NOBODY": "00000000-0000-4000-8000-000000000000",
            ])
        }
        try await Task.sleep(for: .milliseconds(1100))
        return stories
    }
}
