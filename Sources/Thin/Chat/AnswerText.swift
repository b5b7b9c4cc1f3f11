internal import Foundation

/// The text of a provider's answer, out of its bytes. Reasoning, calls of tools and whatever else is no text for the user
/// is left out.
struct AnswerText: Sendable {
    /// Longest event that is read, in bytes.
    static let eventBytesMax = 1_048_576

    private let provider: Provider
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var isTooLong = false

    init(of provider: Provider) {
        self.provider = provider
    }

    /// Takes the next bytes of a stream of server-sent events, in whatever pieces they come.
    ///
    /// - Returns: The text that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                if line.count < Self.eventBytesMax { line.append(byte) } else { isTooLong = true }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.isEmpty { text += endEvent() } else { endLine() }
            line.removeAll(keepingCapacity: true)
        }
        return text
    }

    /// To be called when the stream has ended: its last event counts even without its empty line.
    mutating func finish() -> String {
        if !line.isEmpty { endLine() }
        line = []
        return endEvent()
    }

    private mutating func endLine() {
        let name = Array("data:".utf8)
        guard line.starts(with: name) else { return }
        var value = line.dropFirst(name.count)
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        guard data.count + value.count < Self.eventBytesMax else {
            isTooLong = true
            return
        }
        if !data.isEmpty { data.append(UInt8(ascii: "\n")) }
        data += value
    }

    private mutating func endEvent() -> String {
        defer {
            data.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        guard !data.isEmpty, !isTooLong else { return "" }
        return Self.text(of: data, from: provider)
    }

    /// The text of a whole answer, or of one event.
    static func text(of json: [UInt8], from provider: Provider) -> String {
        let (decoder, json) = (JSONDecoder(), Data(json))
        let texts: [String?]? =
            switch provider {
            case .openai:
                (try? decoder.decode(OpenAIAnswer.self, from: json))?.choices?.prefix(1).map {
                    $0.delta?.content ?? $0.message?.content
                }
            case .anthropic: (try? decoder.decode(AnthropicAnswer.self, from: json))?.texts
            case .google:
                (try? decoder.decode(GoogleAnswer.self, from: json))?.candidates?.first?.content?.parts?.map {
                    $0.thought == true ? nil : $0.text
                }
            }
        // PostgreSQL's text has no zero bytes.
        return (texts ?? []).compactMap { $0 }.joined().replacing("\0", with: "")
    }
}

private struct OpenAIAnswer: Decodable {
    struct Choice: Decodable {
        let delta: Message?
        let message: Message?
    }
    struct Message: Decodable {
        let content: String?
    }
    let choices: [Choice]?
}

private struct AnthropicAnswer: Decodable {
    struct Block: Decodable {
        let type: String?
        let text: String?
    }
    let type: String?
    let delta: Block?
    let content: [Block]?

    var texts: [String?] {
        if type == "content_block_delta" { return delta?.type == "text_delta" ? [delta?.text] : [] }
        return content?.map { $0.type == "text" ? $0.text : nil } ?? []
    }
}

private struct GoogleAnswer: Decodable {
    struct Candidate: Decodable {
        let content: Content?
    }
    struct Content: Decodable {
        let parts: [Part]?
    }
    struct Part: Decodable {
        let text: String?
        let thought: Bool?
    }
    let candidates: [Candidate]?
}
