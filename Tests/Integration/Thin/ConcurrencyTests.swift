import Foundation
import Postgres
import Testing

/// Callers that race over HTTP, each over a connection of its own, on a service that lets 64 of them into the
/// database at once.
@Suite(.timeLimit(.minutes(5))) struct ConcurrencyTests {
    /// A service with a pool of 64 on a server of its own, which allows that many.
    static func withWorld(_ body: (TestWorld) async throws -> Void) async throws {
        try await TestCluster.withPrivate(with: .thin, settings: ["max_connections = 150"]) { cluster in
            try await TestService.with(conninfo: cluster.conninfo, poolSize: 64) { service in
                try await body(
                    TestWorld(
                        database: TestDatabase(name: "postgres", conninfo: cluster.conninfo), service: service))
            }
        }
    }

    /// Opens all connections first, then sends all requests at once.
    ///
    /// - Returns: The answers, in the requests' order.
    static func race(_ service: TestService, _ requests: [[UInt8]]) async throws -> [Answer] {
        let wires = try requests.map { _ in try Wire(port: service.port) }
        return try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            for (index, (wire, request)) in zip(wires, requests).enumerated() {
                group.addTask {
                    try await wire.send(request)
                    return (index, try await wire.answer())
                }
            }
            var answers: [Int: Answer] = [:]
            for try await (index, answer) in group { answers[index] = answer }
            return requests.indices.compactMap { answers[$0] }
        }
    }

    /// A call as it goes over the wire, by a trusted server.
    static func call(_ function: String, _ body: String) async throws -> [UInt8] {
        TestService.request(
            "POST", "/rest/v1/rpc/\(function)", token: try await TestTokens.service(), body: Array(body.utf8))
    }

    @Test func `only ten of 64 racing reservations win`() async throws {
        try await Self.withWorld { world in
            let user = try await world.makeUser(credits: "100")
            let request = try await Self.call("reserve", #"{"user_id":"\#(user)","amount":10,"job_type":"story"}"#)
            let answers = try await Self.race(world.service, Array(repeating: request, count: 64))
            #expect(answers.count { $0.status == 200 } == 10)
            for answer in answers where answer.status != 200 { try expectProblem(answer, 402, "TH402") }
            #expect(try await world.balance(user) == #"[{"available":0,"held":100,"debt":0}]"#)
            try await world.expectSound()
        }
    }

    @Test func `of a confirm and a release one wins, the other learns that it is settled`() async throws {
        try await Self.withWorld { world in
            let user = try await world.makeUser(credits: "20")
            var requests: [[UInt8]] = []
            for _ in 0..<20 {
                let id = try await world.reserve(user, "1")
                let body = #"{"user_id":"\#(user)","reservation_id":"\#(id)"}"#
                requests += [try await Self.call("confirm", body), try await Self.call("release", body)]
            }
            let answers = try await Self.race(world.service, requests)
            for pair in stride(from: 0, to: answers.count, by: 2).map({ answers[$0...($0 + 1)] }) {
                #expect(pair.map(\.status).sorted() == [200, 409])
                for loser in pair where loser.status == 409 { try expectProblem(loser, 409, "TH410") }
            }
            let charged = stride(from: 0, to: answers.count, by: 2).count { answers[$0].status == 200 }
            #expect(try await world.balance(user) == #"[{"available":\#(20 - charged),"held":0,"debt":0}]"#)
            try await world.expectSound()
        }
    }

    @Test(arguments: ["grant_credits", "reserve", "confirm"], ["read committed", "serializable"])
    func `32 callers with one key have one effect and one answer`(function: String, isolation: String) async throws {
        try await Self.withWorld { world in
            let user = try await world.makeUser(credits: "10")
            let rest =
                switch function {
                case "grant_credits": #""amount":5,"source":"purchase""#
                case "reserve": #""amount":5,"job_type":"story""#
                default: #""amount":2,"reservation_id":"\#(try await world.reserve(user, "5"))""#
                }
            try await world.database.withConnection { connection in
                _ = try await connection.script(
                    "alter role authenticator set default_transaction_isolation = '\(isolation)'")
            }
            let request = try await Self.call(
                function, #"{"user_id":"\#(user)","idempotency_key":"k1",\#(rest)}"#)
            try await TestService.with(conninfo: world.database.conninfo, poolSize: 64) { service in
                var answers: [Answer] = []
                // Callers that lost a serializable race too often are told so and try again.
                for answer in try await Self.race(service, Array(repeating: request, count: 32)) {
                    var answer = answer
                    while answer.status >= 500, isolation == "serializable" {
                        answer = try #require(try await Self.race(service, [request]).first)
                    }
                    answers.append(answer)
                }
                #expect(answers.allSatisfy { $0.status == 200 }, "\(answers.map(\.status))")
                #expect(Set(answers.map(\.text)).count == 1)
            }
            let balance =
                switch function {
                case "grant_credits": #"[{"available":15,"held":0,"debt":0}]"#
                case "reserve": #"[{"available":5,"held":5,"debt":0}]"#
                default: #"[{"available":8,"held":0,"debt":0}]"#
                }
            #expect(try await world.balance(user) == balance)
            try await world.expectSound()
        }
    }
}
