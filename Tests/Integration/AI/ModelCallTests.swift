import HTTPTypes
import Testing
import Thin

/// The metered call apart from I/O, state by state.
@Suite struct ModelCallTests {
    static let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}"# + "\n\n"
    static let last = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    static let usage = #"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"# + "\n\n"
    static let done = "data: [DONE]\n\n"
    static let document =
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":3,"completion_tokens":2}}"#
    static let events: [(name: String, value: String)] = [("content-type", "text/event-stream")]
    static let json: [(name: String, value: String)] = [("Content-Type", "application/json")]

    static func call(isStream: Bool = true, outputMax: Int? = 1000) throws -> ModelCall {
        let body = #"{"model":"m","stream":\#(isStream),"messages":[{"role":"user","content":"hi"}]}"#
        return ModelCall(
            try ModelRequest.read(
                .chatCompletions, of: .openai, model: nil, isStream: nil, body: Array(body.utf8)),
            outputMax: outputMax, requestID: "r")
    }

    /// A call whose stream has begun.
    private static func streaming(outputMax: Int? = 1000) throws -> ModelCall {
        var call = try call(outputMax: outputMax)
        let head = AnswerHead(status: 200, fields: events)
        #expect(call.receive(head) == .begin(head, []))
        return call
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func outcome(_ action: ModelCall.Action) -> CallOutcome? {
        if case .end(let ending) = action { ending.outcome } else { nil }
    }

    /// What the client still gets, as text; nil for an abrupt end or no end.
    private static func rest(_ action: ModelCall.Action) -> String? {
        guard case .end(let ending) = action, case .rest(let bytes) = ending.farewell else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func problem(_ action: ModelCall.Action) -> Problem? {
        guard case .end(let ending) = action, case .problem(let problem) = ending.farewell else { return nil }
        return problem
    }

    @Test func `a document is kept until it is whole`() throws {
        var call = try Self.call(isStream: false)
        let head = AnswerHead(status: 200, fields: Self.json)
        #expect(call.receive(head) == .none)
        let bytes = Self.bytes(Self.document)
        #expect(call.receive(Array(bytes.prefix(20))) == .none)
        #expect(call.receive(Array(bytes.dropFirst(20))) == .none)
        #expect(call.providerEnded() == .end(CallEnding(outcome: .completed, farewell: .answer(head, bytes))))
        #expect(call.meter?.usage == TokenUsage(input: 3, output: 2))
    }

    @Test func `of a long document only the last piece is held`() throws {
        var call = try Self.call(isStream: false)
        let head = AnswerHead(status: 200, fields: Self.json)
        _ = call.receive(head)
        let long = Self.bytes(Self.document.replacing("hello", with: String(repeating: "x", count: 70_000)))
        let first = Array(long.prefix(66_000))
        #expect(call.receive(first) == .begin(head, first))
        #expect(call.receive(Array(long[66_000..<70_000])) == .none)
        #expect(call.receive(Array(long[70_000...])) == .pass(Array(long[66_000..<70_000])))
        #expect(Self.rest(call.providerEnded()) == String(decoding: long[70_000...], as: UTF8.self))
    }

    @Test func `a stream passes as it comes, and its end once it was settled`() throws {
        var call = try Self.streaming()
        #expect(call.receive(Self.bytes(Self.chunk)) == .pass(Self.bytes(Self.chunk)))
        #expect(call.receive(Self.bytes(Self.last)) == .pass(Self.bytes(Self.last)))
        #expect(!call.isPastEnd)
        let held = call.receive(Self.bytes(Self.usage + Self.done))
        #expect(held == .none)
        #expect(call.isPastEnd)
        let end = call.providerEnded()
        #expect(Self.outcome(end) == .completed)
        #expect(Self.rest(end) == Self.done)
        #expect(call.meter?.usage == TokenUsage(input: 3, output: 2))
    }

    @Test func `a provider that doesn't hang up after its end has ended`() throws {
        var call = try Self.streaming()
        _ = call.receive(Self.bytes(Self.chunk + Self.last + Self.usage + Self.done))
        call.interrupt(.silence)
        #expect(Self.outcome(call.providerFailed()) == .completed)
    }

    @Test(arguments: [400, 404, 413, 422, 429, 500, 503, 529]) func `a refusal passes byte by byte`(
        status: Int
    ) throws {
        var call = try Self.call()
        let head = AnswerHead(status: status, fields: Self.json + [("Retry-After", "7")])
        #expect(call.receive(head) == .none)
        #expect(call.receive(Self.bytes("no")) == .none)
        #expect(
            call.providerEnded() == .end(CallEnding(outcome: .refused, farewell: .answer(head, Self.bytes("no")))))
        #expect(head.headers[.retryAfter] == "7")
    }

    @Test(arguments: [101, 201, 204, 301, 302, 307, 401, 403, 407, 600])
    func `what isn't for the client is kept from it`(
        status: Int
    ) throws {
        var call = try Self.call()
        let end = call.receive(
            AnswerHead(status: status, fields: Self.json + [("location", "http://169.254.169.254/")]))
        #expect(Self.outcome(end) == .refused)
        #expect(Self.problem(end)?.status.code == 502)
        #expect(call.receive(Self.bytes("Incorrect API key: sk-…")) == .none)
    }

    @Test func `a compressed answer can't be metered`() throws {
        var call = try Self.call()
        let end = call.receive(AnswerHead(status: 200, fields: Self.events + [("content-encoding", "gzip")]))
        #expect(Self.outcome(end) == .garbled)
    }

    @Test func `nothing came`() throws {
        var call = try Self.call()
        let end = call.providerFailed()
        #expect(Self.outcome(end) == .unreachable)
        #expect(Self.problem(end)?.code == "TH502")
    }

    @Test func `a stream that breaks says so`() throws {
        for ending in [{ (call: inout ModelCall) in call.providerFailed() }, { $0.providerEnded() }] {
            var call = try Self.streaming()
            _ = call.receive(Self.bytes(Self.chunk))
            let end = ending(&call)
            #expect(Self.outcome(end) == .cut)
            #expect(Self.rest(end)?.contains(#"data: {"error""#) == true)
        }
    }

    @Test func `a document that breaks is an error as long as nothing has gone`() throws {
        var call = try Self.call(isStream: false)
        _ = call.receive(AnswerHead(status: 200, fields: Self.json))
        _ = call.receive(Self.bytes(String(Self.document.prefix(80))))
        let end = call.providerFailed()
        #expect(Self.outcome(end) == .cut)
        #expect(Self.problem(end)?.status.code == 502)
    }

    @Test(arguments: ["<html>", "", "{}{", "{\"choices\":["]) func `what can't be read is no answer`(
        text: String
    ) throws {
        var call = try Self.call(isStream: false)
        _ = call.receive(AnswerHead(status: 200, fields: Self.json))
        _ = call.receive(Self.bytes(text))
        let end = call.providerEnded()
        #expect(Self.outcome(end) == .garbled)
        #expect(Self.problem(end)?.details == "garbled")
    }

    @Test func `silence before and after output`() throws {
        var silent = try Self.call()
        silent.interrupt(.silence)
        #expect(Self.problem(silent.providerFailed())?.details == "timed out")
        var call = try Self.streaming()
        _ = call.receive(Self.bytes(Self.chunk))
        call.interrupt(.silence)
        let end = call.providerFailed()
        #expect(Self.outcome(end) == .timedOut)
        #expect(Self.rest(end)?.contains("error") == true)
        #expect(call.meter?.hasOutput == true)
    }

    @Test func `whoever leaves pays for what was produced`() throws {
        var call = try Self.streaming()
        _ = call.receive(Self.bytes(Self.chunk))
        call.clientLeft()
        _ = call.receive(Self.bytes(Self.last + Self.usage + Self.done))
        #expect(Self.outcome(call.providerEnded()) == .clientGone)
        var endless = try Self.streaming()
        endless.clientLeft()
        endless.interrupt(.drained)
        #expect(Self.outcome(endless.providerFailed()) == .clientGone)
    }

    @Test func `a stream that would pass its cap is stopped, and what would pass it isn't given away`() throws {
        var call = try Self.streaming(outputMax: 3)
        var action = ModelCall.Action.none
        var passed = 0
        for _ in 0..<1000 {
            action = call.receive(Self.bytes(Self.chunk))
            guard case .pass = action else { break }
            passed += 1
        }
        #expect(Self.outcome(action) == .stopped)
        #expect(passed < 100)
        #expect(Self.rest(action)?.contains("error") == true)
    }

    @Test func `an error event of the provider's own is passed on and isn't doubled`() throws {
        var call = try Self.streaming()
        _ = call.receive(Self.bytes(Self.chunk))
        let event = #"data: {"error":{"message":"overloaded","type":"server_error"}}"# + "\n\n"
        _ = call.receive(Self.bytes(event))
        let end = call.providerEnded()
        #expect(Self.outcome(end) == .cut)
        #expect(Self.rest(end) == event)
    }

    @Test func `a service that stops tells the client`() throws {
        var call = try Self.streaming()
        _ = call.receive(Self.bytes(Self.chunk))
        call.interrupt(.shutdown)
        let end = call.providerFailed()
        #expect(Self.outcome(end) == .cut)
        #expect(Self.rest(end)?.contains("interrupted") == true)
    }

    /// Whatever happens in whatever order: it ends exactly once, nothing passes before it has begun or after it has ended,
    /// and what passes is what came, in its order.
    @Test func `walks`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SplitMix64(seed: seed)
        let pieces = [Self.chunk, Self.last, Self.usage, Self.done, "data: {", "\n\n", "nonsense", Self.document]
        for walk in 0..<3000 {
            let isStream = Bool.random(using: &numbers)
            var call = try Self.call(isStream: isStream, outputMax: Bool.random(using: &numbers) ? 5 : nil)
            var (begun, ends) = (false, 0)
            for _ in 0..<30 {
                let action: ModelCall.Action
                switch Int.random(in: 0..<12, using: &numbers) {
                case 0:
                    let status = [200, 200, 200, 302, 400, 401, 500].randomElement(using: &numbers) ?? 200
                    action = call.receive(
                        AnswerHead(status: status, fields: isStream && status == 200 ? Self.events : Self.json))
                case 1: action = call.providerEnded()
                case 2: action = call.providerFailed()
                case 3:
                    call.clientLeft()
                    continue
                case 4:
                    call.interrupt([.silence, .drained, .shutdown].randomElement(using: &numbers) ?? .silence)
                    continue
                default: action = call.receive(Self.bytes(pieces.randomElement(using: &numbers) ?? ""))
                }
                switch action {
                case .none: break
                case .begin:
                    #expect(!begun && ends == 0, "seed \(seed), walk \(walk)")
                    begun = true
                case .pass: #expect(begun && ends == 0, "seed \(seed), walk \(walk)")
                case .end(let ending):
                    ends += 1
                    switch ending.farewell {
                    case .answer, .problem: #expect(!begun, "seed \(seed), walk \(walk)")
                    case .rest: #expect(begun, "seed \(seed), walk \(walk)")
                    case .brokenOff: break
                    }
                }
            }
            if ends == 0, case .end = call.providerFailed() { ends += 1 }
            #expect(ends == 1 && call.hasEnded, "seed \(seed), walk \(walk)")
        }
    }
}
