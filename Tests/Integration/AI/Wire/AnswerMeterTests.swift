import Testing
import Thin

/// What answers tell, however they come in pieces.
@Suite struct AnswerMeterTests {
    private static func read(_ answer: RecordedAnswer, in pieces: [ArraySlice<UInt8>]) throws -> (AnswerMeter, [UInt8])
    {
        var meter = try answer.meter()
        var passed: [UInt8] = []
        for piece in pieces { passed += meter.take(piece) }
        passed += meter.finish()
        return (meter, passed)
    }

    @Test(arguments: RecordedAnswer.all) func `an answer in one piece is read`(_ answer: RecordedAnswer) throws {
        let (meter, passed) = try Self.read(answer, in: [Array(answer.body.utf8)[...]])
        answer.expect(meter, passed: passed)
    }

    @Test(arguments: RecordedAnswer.all) func `split anywhere it is the same`(_ answer: RecordedAnswer) throws {
        let bytes = Array(answer.body.utf8)
        var first = try answer.meter()
        var before: [UInt8] = []
        for offset in bytes.indices {
            var meter = first
            let passed = before + meter.take(bytes[offset...]) + meter.finish()
            answer.expect(meter, passed: passed, "split at \(offset)")
            before += first.take(bytes[offset...offset])
        }
    }

    @Test(arguments: RecordedAnswer.all) func `in many pieces it is the same`(_ answer: RecordedAnswer) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SplitMix64(seed: seed)
        let bytes = Array(answer.body.utf8)
        for round in 0..<10 {
            var pieces: [ArraySlice<UInt8>] = []
            var rest = bytes[...]
            let longest = round == 0 ? 1 : Int.random(in: 1...40, using: &numbers)
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 0...longest, using: &numbers))
                pieces.append(piece)
                rest = rest.dropFirst(piece.count)
            }
            let (meter, passed) = try Self.read(answer, in: pieces)
            answer.expect(meter, passed: passed, "seed \(seed), round \(round)")
        }
    }

    /// The client may be gone, or the provider, after any byte.
    @Test(arguments: RecordedAnswer.all) func `what has come so far is known at every byte`(
        _ answer: RecordedAnswer
    ) throws {
        let bytes = Array(answer.body.utf8)
        var reading = try answer.meter()
        var passed: [UInt8] = []
        var last = 0
        for (offset, byte) in bytes.enumerated() {
            passed += reading.take([byte])
            #expect(reading.outputBytes >= last && reading.outputBytes <= answer.outputBytes)
            last = reading.outputBytes
            var cut = reading
            let all = passed + cut.finish()
            if answer.passed == nil { #expect(all == Array(bytes[...offset])) }
        }
    }

    @Test func `nothing but the usage is kept back`() throws {
        let answer = try #require(RecordedAnswer.openAIStreams.first)
        var meter = try answer.meter()
        #expect(meter.filters)
        for event in answer.body.split(separator: "\n\n").map({ Array("\($0)\n\n".utf8) }) {
            let passed = meter.take(event)
            #expect(passed.isEmpty || passed == event)
            #expect(meter.isBetweenEvents)
        }
    }

    @Test func `a usage that is safe to store is kept as it was written`() throws {
        for answer in RecordedAnswer.all where answer.usage != nil && answer.name != "enormous usage" {
            let (meter, _) = try Self.read(answer, in: [Array(answer.body.utf8)[...]])
            let raw = try #require(meter.rawUsage, "\(answer.testDescription)")
            if answer.provider == .anthropic && answer.isStream && answer.isFinal {
                #expect(raw.hasPrefix("{\"message_start\":{\"input_tokens\":25,"))
                #expect(raw.hasSuffix("}}"))
            } else {
                #expect(answer.body.contains(raw))
            }
        }
        for odd in [
            #""a":"\u0000""#, #""a":"\ud800""#, #""a":"é""#, #""a":1e999999"#, #""a":1234567890123456789012"#,
            "\"a\":\"\(String(repeating: "x", count: 9000))\"",
        ] {
            let answer = RecordedAnswer(
                name: "odd", provider: .openai, operation: .chatCompletions, isStream: false,
                contentType: "application/json", body: "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\(odd)}}")
            let (meter, _) = try Self.read(answer, in: [Array(answer.body.utf8)[...]])
            #expect(meter.usage == TokenUsage(input: 3))
            #expect(meter.rawUsage == nil, "\(odd.prefix(40))")
        }
    }

    @Test func `the tier that answered is told if it is a name`() throws {
        for (written, tier) in [("flex", "flex"), ("PRIORITY", "priority"), ("a b", nil), ("\\u0000", nil), ("", nil)] {
            let answer = RecordedAnswer(
                name: "tier", provider: .openai, operation: .chatCompletions, isStream: false,
                contentType: "application/json", body: #"{"choices":[],"service_tier":"\#(written)"}"#)
            let (meter, _) = try Self.read(answer, in: [Array(answer.body.utf8)[...]])
            #expect(meter.serviceTier == tier)
        }
    }

    @Test func `what passes its cap is told`() throws {
        let answer = try #require(RecordedAnswer.anthropic.first)
        let (meter, _) = try Self.read(answer, in: [Array(answer.body.utf8)[...]])
        #expect(!meter.isBeyond(15))
        #expect(meter.isBeyond(14))
        var runaway = try RecordedAnswer.openAIStreams[0].meter()
        let event = #"data: {"choices":[{"delta":{"content":"\#(String(repeating: "x", count: 100))"}}]}"# + "\n\n"
        runaway.read(Array(event.utf8))
        #expect(!runaway.isBeyond(6))
        #expect(runaway.isBeyond(5))
    }

    @Test(.timeLimit(.minutes(2))) func `lines of 10 MB pass and little of them is kept`() throws {
        let long = String(repeating: "y", count: 10_000_000)
        let answer = RecordedAnswer(
            name: "long", provider: .openai, operation: .chatCompletions, request: #"{"model":"m","stream":true}"#,
            body: #"data: {"choices":[{"delta":{"content":"\#(long)"}}]}"# + "\n\ndata: [DONE]\n\n",
            outputBytes: 10_000_000)
        let bytes = Array(answer.body.utf8)
        var meter = try answer.meter()
        var passed: [UInt8] = []
        var behind = 0
        for start in stride(from: 0, to: bytes.count, by: 16_384) {
            passed += meter.take(bytes[start..<min(start + 16_384, bytes.count)])
            behind = max(behind, min(start + 16_384, bytes.count) - passed.count)
        }
        passed += meter.finish()
        answer.expect(meter, passed: passed)
        #expect(behind <= AnswerMeter.eventBytesMax)
        let marks = RecordedAnswer(
            name: "marks", provider: .google, operation: .generateContent, request: "{}",
            contentType: "application/json", body: String(repeating: "[", count: 1_000_000))
        let (deep, same) = try Self.read(marks, in: [Array(marks.body.utf8)[...]])
        #expect(deep.isGarbled && same.count == 1_000_000)
    }

    @Test(.timeLimit(.minutes(5))) func `no bytes trap`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SplitMix64(seed: seed)
        let marks = Array("{}[]\",:\\u0eE+-.1data: \r\n\n".utf8) + [0x00, 0x80, 0xFF, 0xEF, 0xBB, 0xBF]
        for round in 0..<1500 {
            let answer = numbers.pick(RecordedAnswer.all)
            var bytes = Array(answer.body.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &numbers) where !bytes.isEmpty {
                let position = Int.random(in: bytes.indices, using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.insert(numbers.pick(marks), at: position)
                case 2: bytes.removeSubrange(position..<min(bytes.count, position + 9))
                default: bytes.insert(contentsOf: bytes[position...].prefix(30), at: position)
                }
            }
            let (meter, passed) = try Self.read(answer, in: [bytes[...]])
            #expect(meter.outputBytes <= bytes.count, "seed \(seed), round \(round)")
            if !meter.filters { #expect(passed == bytes, "seed \(seed), round \(round)") }
            #expect(passed.count <= bytes.count)
        }
    }
}
