/// Reads a provider's answer while it passes: what it used, how much text it has, and whether it ended as it should.
///
/// One for each attempt, fed the body's bytes in whatever pieces they come. It keeps no text, and of bytes that are to go
/// on at most `eventBytesMax`.
package struct AnswerMeter: Sendable {
    /// How the answer is going.
    package enum Ending: Sendable, Equatable {
        /// Its proper end hasn't come yet.
        case open
        /// Its proper end has come. More may follow: only the end of the body is the end.
        case ended
        /// The provider reported an error in the body.
        case failed
    }

    /// How the body is written.
    package enum Framing: Sendable, Equatable {
        /// Server-sent events.
        case events
        /// One JSON value; for Google perhaps an array that grows.
        case document
    }

    /// Bytes of one event that are kept to find out whether it is the one to drop; a longer one isn't.
    package static let eventBytesMax = 65_536
    /// No vocabulary has tokens that are longer on average, so that more bytes than this are more tokens than allowed.
    package static let bytesPerTokenMax = 16

    package let framing: Framing
    /// Whether bytes may be kept back or dropped. If not, `read` is enough and the bytes go on as they are.
    package let filters: Bool
    /// Whether something couldn't be read.
    package private(set) var isGarbled = false
    /// Whether the last byte ended an event, so that another may follow.
    package private(set) var isBetweenEvents = true

    private var facts: AnswerFacts
    private var lines = EventLines()
    private var json = JSONStream()
    /// The beginning of an event's data, for OpenAI's `[DONE]`.
    private var head: [UInt8] = []
    private var events = 0
    private var held: [UInt8] = []
    private var isPassing = false
    private var dropsLineFeed = false

    /// - Parameters:
    ///   - request: What is answered.
    ///   - contentType: The answer's.
    package init(_ request: ModelRequest, contentType: String?) {
        let isEvents =
            contentType?.lowercased().contains("event-stream") ?? (request.isStream && request.provider != .google)
        framing = isEvents ? .events : .document
        filters = isEvents && request.addsUsage
        facts = AnswerFacts(request)
    }

    /// The last known counts; nil if none came.
    package var usage: TokenUsage? { facts.usage }
    /// Whether the counts are the provider's own final ones.
    package var isFinal: Bool { facts.isFinal }
    /// UTF-8 bytes of text that was produced: content, reasoning, arguments of tools.
    package var outputBytes: Int { facts.outputBytes }
    /// The provider's usage as it was written, when it is safe to store.
    package var rawUsage: String? { facts.rawUsage }
    /// The service tier that answered.
    package var serviceTier: String? { facts.serviceTier }
    package var ending: Ending { facts.hasFailed ? .failed : facts.hasEnded ? .ended : .open }

    /// Whether anything was produced.
    package var hasOutput: Bool {
        outputBytes > 0 || (usage.map { $0.output > 0 || $0.reasoning > 0 } ?? false)
    }

    /// Reads the next bytes.
    ///
    /// - Returns: What goes on to the client: the same bytes, save for the usage that Thin asked for.
    package mutating func take(_ bytes: some Collection<UInt8>) -> [UInt8] {
        guard filters else {
            read(bytes)
            return Array(bytes)
        }
        var passed: [UInt8] = []
        passed.reserveCapacity(bytes.count + held.count)
        Self.withContiguousBytes(of: bytes) { bytes in
            var position = 0
            while position < bytes.count {
                let text = skipText(bytes, from: position)
                if isPassing {
                    passed += bytes[position..<position + text]
                } else {
                    hold(bytes[position..<position + text], &passed)
                }
                position += text
                guard position < bytes.count else { break }
                pass(bytes[position], to: &passed)
                position += 1
            }
        }
        return passed
    }

    /// Reads the next bytes where all of them go on.
    package mutating func read(_ bytes: some Collection<UInt8>) {
        Self.withContiguousBytes(of: bytes) { bytes in
            var position = 0
            while position < bytes.count {
                position += skipText(bytes, from: position)
                guard position < bytes.count else { break }
                _ = read(bytes[position])
                position += 1
            }
        }
    }

    /// To be called when the body has ended.
    ///
    /// - Returns: What was kept back.
    package mutating func finish() -> [UInt8] {
        switch framing {
        // The last event counts even if its empty line is missing.
        case .events:
            if lines.hasData { endEvent(isCut: true) }
            if events == 0 { isGarbled = true }
        case .document:
            if !json.isComplete || json.isBroken { isGarbled = true }
        }
        if !facts.isRecognised { isGarbled = true }
        defer { held = [] }
        return held
    }

    /// Whether more has come than was allowed for.
    ///
    /// - Parameter outputMax: Tokens of all candidates together.
    package func isBeyond(_ outputMax: Int) -> Bool {
        if let usage, usage.output + usage.reasoning > outputMax { return true }
        return outputBytes / Self.bytesPerTokenMax > outputMax
    }
}

extension AnswerMeter {
    private static func withContiguousBytes(
        of bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        if bytes.withContiguousStorageIfAvailable(body) == nil { Array(bytes).withUnsafeBufferPointer(body) }
    }

    /// Reads what is inside of one string at once: most of an answer is.
    ///
    /// - Returns: How many bytes that are.
    private mutating func skipText(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard json.isInText && (framing == .document || lines.isInValue) else { return 0 }
        var end = start
        while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\")
        {
            end += 1
        }
        if end > start { json.takeText(UnsafeBufferPointer(rebasing: bytes[start..<end]), &facts) }
        return end - start
    }

    /// Keeps bytes of an event that isn't at its end.
    private mutating func hold(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ passed: inout [UInt8]) {
        if held.count + bytes.count < Self.eventBytesMax {
            held += bytes
        } else {
            passed += held
            passed += bytes
            held.removeAll()
            isPassing = true
        }
    }

    /// - Returns: Whether the byte ended an event that isn't to go on.
    private mutating func read(_ byte: UInt8) -> Bool {
        guard framing == .events else {
            readDocument(byte)
            return false
        }
        switch lines.take(byte) {
        case .data:
            isBetweenEvents = false
            if head.count < 8 { head.append(byte) }
            json.take(byte, &facts)
        case .lineBreak:
            json.take(0x0A, &facts)
        case .end(let hadData):
            isBetweenEvents = true
            guard hadData else { return false }
            return endEvent(isCut: false)
        case .other:
            // The rest of a line end belongs to what has ended.
            if !(byte == 0x0A && isBetweenEvents) { isBetweenEvents = false }
        }
        return false
    }

    private mutating func readDocument(_ byte: UInt8) {
        let wasComplete = json.isComplete
        json.take(byte, &facts)
        if json.isBroken { isGarbled = true }
        if json.isComplete && !wasComplete { facts.endWhole() }
    }

    /// - Returns: Whether the event isn't to go on.
    @discardableResult
    private mutating func endEvent(isCut: Bool) -> Bool {
        defer {
            json.reset()
            head.removeAll(keepingCapacity: true)
        }
        events += 1
        if String(decoding: head, as: UTF8.self).hasPrefix("[DONE]") {
            facts.end()
            return false
        }
        guard json.isComplete && !json.isBroken else {
            if !isCut { isGarbled = true }
            return false
        }
        return facts.isUsageOnly
    }

    /// Keeps an event's bytes until it is known that it goes on.
    private mutating func pass(_ byte: UInt8, to passed: inout [UInt8]) {
        let isRestOfLineEnd = isBetweenEvents && lines.followsReturn && byte == 0x0A
        let isDropped = read(byte)
        if isRestOfLineEnd {
            if !dropsLineFeed { passed.append(byte) }
            dropsLineFeed = false
            return
        }
        dropsLineFeed = false
        if isPassing {
            passed.append(byte)
            isPassing = !isBetweenEvents
            return
        }
        held.append(byte)
        if isBetweenEvents {
            if isDropped { dropsLineFeed = byte == 0x0D } else { passed += held }
            held.removeAll(keepingCapacity: true)
        } else if held.count >= Self.eventBytesMax {
            passed += held
            held.removeAll()
            isPassing = true
        }
    }
}
