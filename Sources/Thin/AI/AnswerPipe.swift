internal import NIOCore
internal import Synchronization

/// Leads an answer from the task that reads the provider to the one that writes to the client, at the pace of the slower
/// one. Whoever reads may leave at any time.
final class AnswerPipe: Sendable {
    /// What a client's answer begins with.
    enum Opening: Sendable {
        /// The whole answer.
        case whole(AnswerHead, [UInt8])
        /// Status and headers; the body follows.
        case stream(AnswerHead)
        case problem(Problem)
    }

    /// What follows.
    enum Part: Sendable {
        case bytes(ByteBuffer)
        /// The proper end.
        case end
        /// The answer is cut off.
        case brokenOff
    }

    private struct Guarded {
        var opening: Opening?
        var openingReader: CheckedContinuation<Opening, Never>?
        var waiting = ByteBuffer()
        var last: Part?
        var reader: CheckedContinuation<Part, Never>?
        var writer: CheckedContinuation<Void, Never>?
        var isAbandoned = false
    }

    /// Bytes that wait for the client before the provider is no longer read.
    static let waitingBytesMax = 65_536

    private let guarded = Mutex(Guarded())

    init() {}

    /// What the answer begins with, once it is known.
    func opening() async -> Opening {
        await withCheckedContinuation { reader in
            let opening = guarded.withLock { guarded -> Opening? in
                if guarded.opening == nil { guarded.openingReader = reader }
                return guarded.opening
            }
            if let opening { reader.resume(returning: opening) }
        }
    }

    /// The next bytes, all that wait; or the end.
    func next() async -> Part {
        await withCheckedContinuation { reader in
            let (part, writer) = guarded.withLock { guarded -> (Part?, CheckedContinuation<Void, Never>?) in
                guard let part = Self.take(&guarded) else {
                    guarded.reader = reader
                    return (nil, nil)
                }
                return (part, guarded.writer.take())
            }
            writer?.resume()
            if let part { reader.resume(returning: part) }
        }
    }

    private static func take(_ guarded: inout Guarded) -> Part? {
        if guarded.waiting.readableBytes > 0 {
            defer { guarded.waiting = ByteBuffer() }
            return .bytes(guarded.waiting)
        }
        return guarded.last
    }

    /// The client reads no more. What is sent from now on is dropped.
    func abandon() {
        let (writer, reader) = guarded.withLock { guarded in
            guarded.isAbandoned = true
            guarded.waiting = ByteBuffer()
            guarded.last = .brokenOff
            return (guarded.writer.take(), guarded.reader.take())
        }
        writer?.resume()
        reader?.resume(returning: .brokenOff)
    }

    /// Whether the client reads no more.
    var isAbandoned: Bool { guarded.withLock { $0.isAbandoned } }

    /// Says what the answer begins with. The first time counts.
    func open(_ opening: Opening) {
        let reader = guarded.withLock { guarded -> CheckedContinuation<Opening, Never>? in
            guard guarded.opening == nil else { return nil }
            guarded.opening = opening
            return guarded.openingReader.take()
        }
        reader?.resume(returning: opening)
    }

    /// Sends bytes, and waits while too many are on their way.
    ///
    /// - Returns: Whether there is still somebody to read them.
    func send(_ bytes: [UInt8]) async -> Bool {
        guard !bytes.isEmpty else { return !isAbandoned }
        await withCheckedContinuation { writer in
            let (reader, part, waits) = guarded.withLock { guarded in
                Self.put(bytes, into: &guarded, writer)
            }
            if let reader, let part { reader.resume(returning: part) }
            if !waits { writer.resume() }
        }
        return !isAbandoned
    }

    private static func put(
        _ bytes: [UInt8], into guarded: inout Guarded, _ writer: CheckedContinuation<Void, Never>
    ) -> (CheckedContinuation<Part, Never>?, Part?, waits: Bool) {
        guard !guarded.isAbandoned else { return (nil, nil, false) }
        guarded.waiting.writeBytes(bytes)
        if let reader = guarded.reader.take() { return (reader, take(&guarded), false) }
        guard guarded.waiting.readableBytes > waitingBytesMax else { return (nil, nil, false) }
        precondition(guarded.writer == nil, "one task writes")
        guarded.writer = writer
        return (nil, nil, true)
    }

    /// Sends the end, after what is still on its way. It doesn't wait.
    func close(_ bytes: [UInt8] = [], brokenOff: Bool = false) {
        let (reader, part) = guarded.withLock { guarded -> (CheckedContinuation<Part, Never>?, Part?) in
            guard guarded.last == nil else { return (nil, nil) }
            guarded.waiting.writeBytes(bytes)
            guarded.last = brokenOff ? .brokenOff : .end
            guard let reader = guarded.reader.take() else { return (nil, nil) }
            return (reader, Self.take(&guarded))
        }
        if let reader, let part { reader.resume(returning: part) }
    }
}
