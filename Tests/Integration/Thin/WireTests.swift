import Foundation
import Postgres
import Testing

/// Clients that don't behave.
@Suite(.service, .timeLimit(.minutes(5))) struct WireTests {
    private static func expectAlive() async throws {
        #expect(try await TestWorld.current.service.get("/health/live").status == 200)
    }

    @Test func `pipelined requests are answered in order`() async throws {
        let wire = try Wire(port: try TestWorld.current.service.port)
        let requests = (0..<50).flatMap {
            TestService.request("GET", "/health/live", headers: ["X-Request-ID": "r\($0)"])
        }
        try await wire.send(requests)
        for number in 0..<50 { #expect(try await wire.answer().headers["x-request-id"] == "r\(number)") }
    }

    @Test(arguments: [
        "garbage\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET /\u{0} HTTP/1.1\r\n\r\n",
        "POST /rest/v1/rpc/verify HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /rest/v1/rpc/verify HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
        "POST /rest/v1/rpc/verify HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /\(String(repeating: "x", count: 100_000)) HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nX-Long: \(String(repeating: "x", count: 100_000))\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ])
    func `what is no request is refused and the connection closed`(text: String) async throws {
        let wire = try Wire(port: try TestWorld.current.service.port)
        try await wire.send(text)
        #expect(try await wire.answer().status == 400)
        try await wire.end()
        try await Self.expectAlive()
    }

    @Test func `a body of 10 MB is refused, with its length or in chunks`() async throws {
        let service = try TestWorld.current.service
        let token = try await TestTokens.service()
        let body = [UInt8](repeating: UInt8(ascii: " "), count: 10_000_000)
        let known = try await service.send("POST", "/rest/v1/rpc/verify", token: token, body: body)
        try expectProblem(known, 413, "TH413")
        let wire = try Wire(port: service.port)
        let head = TestService.request(
            "POST", "/rest/v1/rpc/verify", token: token, headers: ["Transfer-Encoding": "chunked"])
        try await wire.send(
            head + Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8))
        try expectProblem(try await wire.answer(), 413, "TH413")
    }

    @Test func `a body in many small chunks is taken`() async throws {
        let service = try TestWorld.current.service
        let wire = try Wire(port: service.port)
        try await wire.send(
            TestService.request(
                "POST", "/rest/v1/rpc/verify", token: try await TestTokens.service(),
                headers: ["Transfer-Encoding": "chunked"]))
        for character in #"{"user_id":null}"# { try await wire.send("1\r\n\(character)\r\n") }
        try await wire.send("0\r\n\r\n")
        #expect(try await wire.answer().text == "[]")
    }

    @Test func `a client that takes its time keeps nobody waiting`() async throws {
        let service = try TestWorld.current.service
        let slow = try (0..<100).map { _ in try Wire(port: service.port) }
        for wire in slow { try await wire.send("GET /health/live HTTP/1.1\r\nHo") }
        try await Self.expectAlive()
        #expect(try await service.call("verify", "{}").text == "[]")
        for wire in slow { try await wire.send("st: x\r\n\r\n") }
        for wire in slow { #expect(try await wire.answer().status == 200) }
    }

    @Test func `a client that hangs up has either done all or nothing`() async throws {
        let world = try TestWorld.current
        let user = try await world.makeUser(credits: "1000")
        let token = try await TestTokens.service()
        let body = Array(#"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#.utf8)
        for round in 0..<50 {
            let wire = try Wire(port: world.service.port)
            let request = TestService.request("POST", "/rest/v1/rpc/reserve", token: token, body: body)
            try await wire.send(Array(request.dropLast(round % 2)))
            wire.hangUp()
        }
        try await Self.expectAlive()
        // A call that arrived in full runs to its end, unless it still waited to be gathered.
        let isWhole = try await world.database.withConnection { connection in
            try await connection.value(
                """
                select a.available + a.held = 1000 and a.held <= 25 and a.held = count(r.id)
                from credits.accounts a
                left join credits.reservations r on r.user_id = a.user_id
                where a.user_id = \(user)::uuid
                group by a.user_id
                """)
        }
        #expect(isWhole == "t")
        try await world.expectSound()
    }

    @Test(arguments: ["TRACE", "PROPFIND", "CONNECT"])
    func `a method that isn't served is refused`(method: String) async throws {
        let service = try TestWorld.current.service
        let answer = try await service.send(method, "/rest/v1/balance", token: try await TestTokens.service())
        #expect([400, 405].contains(answer.status), "\(answer.text)")
        try await Self.expectAlive()
    }

    @Test func `callers that find no connection in time are told to come again`() async throws {
        try await TestWorld.with(poolSize: 1) { world in
            let user = try await world.makeUser(credits: "10")
            let body = #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#
            try await world.database.withConnection { connection in
                _ = try await connection.script("begin; select from credits.accounts for update")
                let first = Task { try await world.service.call("reserve", body) }
                try await ShutdownTests.eventuallyWaits(world.database)
                let second = try await world.service.call("reserve", body)
                try expectProblem(second, 504, "PGRST003")
                #expect(second.headers["retry-after"] == "1")
                _ = try await connection.script("commit")
                #expect(try await first.value.status == 200)
            }
            #expect(try await world.balance(user) == #"[{"available":9,"held":1,"debt":0}]"#)
        }
    }
}
