import Testing
import Thin

/// An answer in the shape in which a provider sends it, and what is to be read from it.
struct RecordedAnswer: Sendable, CustomTestStringConvertible {
    let name: String
    let provider: Provider
    let operation: Operation
    /// The body that was asked with.
    var request = #"{"model":"m"}"#
    var isStream = true
    var contentType: String? = "text/event-stream; charset=utf-8"
    let body: String
    var usage: TokenUsage?
    var isFinal = true
    var outputBytes = 0
    var ending = AnswerMeter.Ending.ended
    var isGarbled = false
    /// What the client gets, where that isn't everything.
    var passed: String?

    var testDescription: String { "\(provider) \(operation) \(name)" }

    /// A meter for it.
    func meter() throws -> AnswerMeter {
        let request = try ModelRequest.read(
            operation, of: provider, model: provider == .google ? "m" : nil,
            isStream: provider == .google ? isStream : nil, body: Array(request.utf8))
        return AnswerMeter(request, contentType: contentType)
    }

    /// Whether the meter has read what there is to read.
    func expect(_ meter: AnswerMeter, passed bytes: [UInt8], _ comment: Comment? = nil) {
        #expect(meter.usage == usage, comment)
        #expect(meter.isFinal == (usage != nil && isFinal), comment)
        #expect(meter.outputBytes == outputBytes, comment)
        #expect(meter.ending == ending, comment)
        #expect(meter.isGarbled == isGarbled, comment)
        #expect(bytes == Array((passed ?? body).utf8), comment)
    }

    /// All of them.
    static let all = openAIStreams + openAIWhole + anthropic + google
}
