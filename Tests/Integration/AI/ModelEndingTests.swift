import Foundation
import Postgres
import Testing

/// Metered calls whose provider, client or service doesn't come to the end.
@Suite(.timeLimit(.minutes(5))) struct ModelEndingTests {
    /// What a provider does, and what is made of it: status, outcome with its charge, whether it was compensated.
    @Test func `every ending of a document`() async throws {
        // Where nothing is about time, nobody is short of it.
        try await expectDocuments(
            [
                ("refused", 429, "refused 0"), ("failed", 500, "refused 0"), ("key", 502, "refused 0"),
                ("redirect", 502, "refused 0"), ("closed", 502, "unreachable 0"), ("reset", 502, "unreachable 0"),
                ("html", 502, "garbled 0"), ("cut", 502, "cut estimated"), ("unclosed", 502, "garbled estimated"),
                ("nonsense", 502, "unreachable 0"), ("packed", 502, "garbled 0"),
            ])
        try await expectDocuments(
            [("silent", 502, "timed_out 0"), ("stuck", 502, "timed_out estimated")],
            settings: ["AI_FIRST_BYTE_TIMEOUT": "5", "AI_SILENCE_TIMEOUT": "5"])
    }

    private func expectDocuments(
        _ endings: [(script: String, status: Int, receipt: String)], settings: [String: String] = [:]
    ) async throws {
        try await ModelWorld.with(settings: settings) { models in
            let upstream = models.upstream
            let part = String(Upstream.completion.prefix(90))
            upstream.script(
                "refused", [Upstream.json(#"{"error":"busy"}"#, status: "429 Busy", headers: "Retry-After: 7\r\n")])
            upstream.script("failed", [Upstream.json(#"{"error":"broken"}"#, status: "500 Broken")])
            upstream.script(
                "key", [Upstream.json(#"{"error":"bad key sk-of-the-account"}"#, status: "401 Unauthorized")])
            upstream.script(
                "redirect",
                [
                    Upstream.json(
                        "{}", status: "307 Moved", headers: "Location: http://127.0.0.1:\(upstream.port)/stolen\r\n")
                ])
            upstream.script("closed", [.close])
            upstream.script("reset", [.reset])
            upstream.script("silent", [.wait])
            upstream.script("html", [Upstream.json("<html>what?</html>")])
            upstream.script("cut", [.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n\(part)"), .close])
            upstream.script("stuck", [.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n\(part)"), .wait])
            upstream.script("unclosed", [Upstream.json(part)])
            upstream.script("nonsense", [.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .close])
            upstream.script(
                "packed", [Upstream.json(Upstream.completion, headers: "Content-Encoding: gzip\r\n")])
            for (script, status, receipt) in endings {
                let (user, token) = try await models.makeUser()
                let answer = try await models.call(token, "script:\(script)")
                #expect(answer.status == status, "\(script): \(answer.text)")
                #expect(answer.text.contains("error") && !answer.text.contains("sk-of"), "\(script): \(answer.text)")
                let receipts = try await models.settled(user)
                #expect(receipts[0].hasPrefix(receipt), "\(script): \(receipts)")
                #expect(try await models.held(user) == "0", "\(script)")
                if script == "refused" {
                    #expect(answer.text == #"{"error":"busy"}"# && answer.headers["retry-after"] == "7")
                }
                // What was charged for an answer that never came is given back.
                #expect(try await compensations(of: user, models) == (receipt.hasSuffix("estimated") ? "1" : "0"))
            }
            #expect(upstream.received.allSatisfy { !$0.head.contains("stolen") })
            upstream.letGo(2)
        }
    }

    @Test func `every ending of a stream`() async throws {
        try await expectStreams(
            [
                ("cut", "cut estimated", true), ("half", "cut estimated", true), ("ended", "cut estimated", true),
                ("error", "cut estimated", true),
                ("lingers", "completed actual \(ModelWorld.usualCharge)", false), ("garbage", "garbled 0", true),
                ("flood", "stopped estimated", true), ("long", "garbled 0", true),
            ])
        try await expectStreams([("silent", "timed_out estimated", true)], settings: ["AI_SILENCE_TIMEOUT": "5"])
    }

    private func expectStreams(
        _ endings: [(script: String, receipt: String, told: Bool)], settings: [String: String] = [:]
    ) async throws {
        try await ModelWorld.with(settings: settings) { models in
            let upstream = models.upstream
            let begun = [Upstream.eventStream, .chunk(Upstream.delta("one "))]
            upstream.script("cut", begun + [.close])
            upstream.script("half", begun + [.chunk(String(Upstream.delta("two ").prefix(40))), .close])
            upstream.script("ended", begun + [Upstream.lastChunk])
            upstream.script("silent", begun + [.wait])
            upstream.script(
                "error", begun + [.chunk("data: {\"error\":{\"message\":\"busy\"}}\n\n"), Upstream.lastChunk])
            upstream.script(
                "lingers",
                begun + [.chunk(Upstream.stop), .chunk(Upstream.usageEvent), .chunk(Upstream.done), .wait])
            upstream.script("garbage", [Upstream.eventStream, .chunk("\u{0}\u{1}nonsense\n\n"), Upstream.lastChunk])
            upstream.script(
                "flood", [Upstream.eventStream] + (0..<2000).map { _ in .chunk(Upstream.delta("many words ")) })
            upstream.script(
                "long",
                [Upstream.eventStream, .chunk("data: \(String(repeating: "x", count: 10_000_000))\n\n"), .close])
            for (script, receipt, told) in endings {
                let (user, token) = try await models.makeUser()
                let answer = try await models.text(of: models.stream(token, "script:\(script)"))
                #expect(answer.status == 200 && answer.isWhole, "\(script)")
                #expect(answer.text.contains(#""error""#) == told, "\(script): \(answer.text.suffix(300))")
                if told { #expect(answer.text.hasSuffix("\n\n"), "\(script)") }
                let receipts = try await models.settled(user)
                #expect(receipts[0].hasPrefix(receipt), "\(script): \(receipts)")
                #expect(try await models.held(user) == "0", "\(script)")
            }
            upstream.letGo(2)
        }
    }

    @Test func `a provider that isn't there`() async throws {
        let gone = try Upstream()
        gone.stop()
        try await ModelWorld.with(settings: ModelWorld.environment(gone)) { models in
            let (user, token) = try await models.makeUser()
            let answer = try await models.call(token)
            #expect(answer.status == 502 && answer.headers["x-should-retry"] != "false", "\(answer.text)")
            #expect(try await models.settled(user) == ["unreachable 0"])
        }
    }

    @Test func `a client that leaves pays for what was produced`() async throws {
        try await ModelWorld.with { models in
            let upstream = models.upstream
            upstream.script(
                "left",
                [Upstream.eventStream, .chunk(Upstream.delta("one ")), .wait, .chunk(Upstream.delta("two "))]
                    + [.chunk(Upstream.stop), .chunk(Upstream.usageEvent), .chunk(Upstream.done), Upstream.lastChunk])
            let (user, token) = try await models.makeUser()
            let wire = try await models.stream(token, "script:left")
            try await wire.arrival(of: "one ")
            wire.hangUp()
            try await Task.sleep(for: .milliseconds(1500))
            upstream.letGo()
            #expect(try await models.settled(user) == ["client_gone actual \(ModelWorld.usualCharge)"])
            #expect(try await compensations(of: user, models) == "0")
            // Before the first byte, too.
            upstream.script("waiting", [.wait, Upstream.json(Upstream.completion)])
            let (other, otherToken) = try await models.makeUser()
            let early = try await models.stream(otherToken, "script:waiting")
            try await eventually { upstream.received(holding: "waiting").count == 1 }
            early.hangUp()
            try await Task.sleep(for: .milliseconds(1500))
            upstream.letGo()
            #expect(try await models.settled(other)[0].hasPrefix("client_gone"))
            #expect(try await models.held(other) == "0")
        }
    }

    @Test func `tries of one call share a hold`() async throws {
        try await ModelWorld.with { models in
            let upstream = models.upstream
            upstream.script("tried", [.wait, Upstream.json(Upstream.completion)])
            let (user, token) = try await models.makeUser()
            let first = try Wire(port: models.service.port)
            try await first.send(
                TestService.request("POST", ModelWorld.chat, token: token, body: ModelWorld.body("script:tried")))
            try await eventually { upstream.received(holding: "tried").count == 1 }
            let held = try await models.held(user)
            first.hangUp()
            let second = Task {
                try await models.call(token, "script:tried", headers: ["x-stainless-retry-count": "1"])
            }
            try await eventually { upstream.received(holding: "tried").count == 2 }
            #expect(try await models.held(user) == held)
            #expect(try await models.receipts(user).count == 1)
            upstream.letGo(2)
            #expect(try await second.value.status == 200)
            #expect(try await models.settled(user).count == 1)
            try await eventually { try await models.held(user) == "0" }
        }
    }

    @Test func `a service that is stopped lets streams end`() async throws {
        try await TestWorld.withDatabase { database in
            try await ModelWorld.prepare(database)
            let upstream = try Upstream()
            defer { upstream.stop() }
            upstream.script(
                "gated",
                [Upstream.eventStream, .chunk(Upstream.delta("one ")), .wait]
                    + [.chunk(Upstream.stop), .chunk(Upstream.usageEvent), .chunk(Upstream.done), Upstream.lastChunk])
            let service = try await TestService.start(
                conninfo: database.conninfo, settings: ModelWorld.environment(upstream))
            let models = ModelWorld(world: TestWorld(database: database, service: service), upstream: upstream)
            let (user, token) = try await models.makeUser()
            let wire = try await models.stream(token, "script:gated")
            try await wire.arrival(of: "one ")
            service.process.signal(SIGTERM)
            try await Task.sleep(for: .milliseconds(1500))
            upstream.letGo()
            #expect(try await models.text(of: wire).isWhole)
            #expect(try await service.process.wait() == 0, "\(service.process.log)")
            #expect(try await models.receipts(user) == ["completed actual \(ModelWorld.usualCharge)"])
        }
    }

    @Test func `what a killed instance had under way is charged for what it had noted`() async throws {
        try await ModelWorld.with { models in
            let upstream = models.upstream
            upstream.script(
                "endless",
                [Upstream.eventStream, .chunk(Upstream.delta("one ")), .chunk(Upstream.delta("two ")), .wait])
            let doomed = try await TestService.start(
                conninfo: models.world.database.conninfo, settings: ModelWorld.environment(upstream))
            let other = ModelWorld(
                world: TestWorld(database: models.world.database, service: doomed), upstream: upstream)
            let (user, token) = try await models.makeUser()
            var wires: [Wire] = []
            for _ in 0..<20 { wires.append(try await other.stream(token, "script:endless")) }
            for wire in wires { try await wire.arrival(of: "two ") }
            try await eventually {
                try await models.world.database.withConnection { connection in
                    try await connection.value("select count(*) from ai.calls c where c.has_output") == "20"
                }
            }
            doomed.process.signal(SIGKILL)
            _ = try await doomed.process.wait()
            upstream.letGo(20)
            try await models.execute("select ai.settle_abandoned(500, clock_timestamp() + interval '2 minutes')")
            let receipts = try await models.settled(user, count: 20)
            #expect(receipts.allSatisfy { $0.hasPrefix("abandoned estimated") }, "\(receipts)")
            #expect(try await models.held(user) == "0")
        }
    }

    @Test func `a database that is away when a call ends is told later`() async throws {
        try await TestCluster.withPrivate(with: .thin) { cluster in
            let upstream = try Upstream()
            defer { upstream.stop() }
            upstream.script("gated", [.wait, Upstream.json(Upstream.completion)])
            let database = TestDatabase(name: "postgres", conninfo: cluster.conninfo)
            try await ModelWorld.prepare(database)
            try await TestService.with(
                conninfo: cluster.conninfo, settings: ModelWorld.environment(upstream)
            ) { service in
                let models = ModelWorld(world: TestWorld(database: database, service: service), upstream: upstream)
                let (user, token) = try await models.makeUser()
                let call = Task { try await models.call(token, "script:gated") }
                try await eventually { upstream.received.count == 1 }
                try await cluster.stop()
                upstream.letGo()
                #expect(try await call.value.text == Upstream.completion)
                try await cluster.start()
                #expect(try await models.settled(user) == ["completed actual \(ModelWorld.usualCharge)"])
                try await models.expectSound()
            }
        }
    }

    private func compensations(of user: String, _ models: ModelWorld) async throws -> String? {
        try await models.world.database.withConnection { connection in
            try await connection.value(
                "select count(*) from credits.compensations c where c.user_id = \(user)::uuid")
        }
    }
}
