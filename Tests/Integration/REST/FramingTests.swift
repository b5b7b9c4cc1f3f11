import Testing

/// Where an answer ends is plain to the client, whatever a function says of it: the next answer on the same connection
/// is read as what it is.
@Suite(.fixture, .timeLimit(.minutes(5))) struct FramingTests {
    private static func next(_ wire: Wire) async throws {
        try await wire.send(TestService.request("GET", "/clients?select=id&id=eq.1"))
        #expect(try await wire.answer().text == #"[{"id":1}]"#)
    }

    @Test(arguments: [204, 205, 304]) func `a status without a body has none`(status: Int) async throws {
        let wire = try Wire(port: Fixture.current.service.port)
        for path in ["/rpc/says?status=\(status)", "/rpc/raises_status?status=\(status)"] {
            try await wire.send(TestService.request("GET", path))
            let answer = try await wire.answer()
            #expect(answer.status == status && answer.body.isEmpty, "\(answer.text)")
            try await Self.next(wire)
        }
    }

    @Test(arguments: ["100", "101", "199", "99", "600", "1000", "-1", "204.0", "2e2"])
    func `what is no status of an answer is refused`(status: String) async throws {
        let wire = try Wire(port: Fixture.current.service.port)
        try await wire.send(TestService.request("GET", "/rpc/says?status=\(status)"))
        try expectProblem(try await wire.answer(), 500, "PGRST112")
        try await Self.next(wire)
    }

    @Test(arguments: ["100", "101", "099", "600"])
    func `an error with such a status is an error of the server`(status: String) async throws {
        let wire = try Wire(port: Fixture.current.service.port)
        try await wire.send(TestService.request("GET", "/rpc/raises_status?status=\(status)"))
        #expect(try await wire.answer().status == 500)
        try await wire.send(TestService.request("GET", "/rpc/raises_all?status=\(status)"))
        let answer = try await wire.answer()
        #expect(answer.status == (status == "600" ? 600 : 500), "\(answer.text)")
        try await Self.next(wire)
    }

    @Test func `a function can't say how long an answer is`() async throws {
        let wire = try Wire(port: Fixture.current.service.port)
        for name in ["Content-Length", "transfer-encoding", "Connection", "Upgrade", "Trailer"] {
            for path in ["/rpc/says_header?name=\(name)&value=1", "/rpc/raises_header?name=\(name)&value=1"] {
                try await wire.send(TestService.request("GET", path))
                let answer = try await wire.answer()
                #expect([200, 418].contains(answer.status) && answer.body.count > 1, "\(name): \(answer.text)")
                try await Self.next(wire)
            }
        }
    }

    @Test(arguments: ["/clients", "/nothing", "/rpc/noop", "/rpc/raises", "/", "/clients/1", "/clients?id=x.1", "/%00"])
    func `HEAD has no body, also where it fails`(path: String) async throws {
        let wire = try Wire(port: Fixture.current.service.port)
        try await wire.send(TestService.request("GET", path))
        let shown = try await wire.answer()
        try await wire.send(TestService.request("HEAD", path))
        let answer = try await wire.answer(hasBody: false)
        #expect(answer.status == shown.status)
        #expect(answer.headers["content-length"] == shown.headers["content-length"])
        #expect(answer.headers["content-type"] == shown.headers["content-type"])
        try await Self.next(wire)
    }
}
