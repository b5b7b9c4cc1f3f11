/// Reads a provider's answer while it passes: what it used, how much text it has, and whether it ended as it should.
///
/// One for each attempt, fed the body's bytes in whatever pieces they come. It keeps no text, and at most
/// `eventBytesMax` bytes.
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

    /// The last known counts; nil if none came.
    package private(set) var usage: TokenUsage?
    /// Whether the counts are the provider's own final ones.
    package private(set) var isFinal = false
    /// UTF-8 bytes of text that was produced: content, reasoning, arguments of tools.
    package private(set) var outputBytes = 0
    /// The provider's usage as it was written, when it is safe to store.
    package private(set) var rawUsage: String?
    /// The service tier that answered.
    package private(set) var serviceTier: String?
    package private(set) var ending = Ending.open
    /// Whether something couldn't be read.
    package private(set) var isGarbled = false
    /// Whether the last byte ended an event, so that another may follow.
    package private(set) var isBetweenEvents = true
    package let framing: Framing
    /// Whether bytes may be kept back or dropped. If not, `read` is enough and the bytes go on as they are.
    package let filters: Bool

    /// - Parameters:
    ///   - request: What is answered.
    ///   - contentType: The answer's.
    package init(_ request: ModelRequest, contentType: String?) {
        framing = contentType?.contains("event-stream") ?? request.isStream ? .events : .document
        filters = framing == .events && request.addsUsage
    }

    /// Whether anything was produced.
    package var hasOutput: Bool {
        outputBytes > 0 || (usage.map { $0.output > 0 || $0.reasoning > 0 } ?? false)
    }

    /// Reads the next bytes.
    ///
    /// - Returns: What goes on to the client: the same bytes, save for the usage that Thin asked for.
    package mutating func take(_ bytes: some Collection<UInt8>) -> [UInt8] {
        read(bytes)
        return Array(bytes)
    }

    /// Reads the next bytes where all of them go on.
    package mutating func read(_ bytes: some Collection<UInt8>) {
    }

    /// To be called when the body has ended.
    ///
    /// - Returns: What was kept back.
    package mutating func finish() -> [UInt8] {
        []
    }

    /// Whether more has come than was allowed for.
    ///
    /// - Parameter outputMax: Tokens of all candidates together.
    package func isBeyond(_ outputMax: Int) -> Bool {
        false
    }
}
