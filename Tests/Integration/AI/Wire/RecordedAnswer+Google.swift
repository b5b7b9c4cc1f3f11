import Thin

extension RecordedAnswer {
    private static func chunk(_ parts: String, finish: String? = nil, usage: String? = nil, index: Int = 0) -> String {
        """
        {"candidates":[{"content":{"parts":[\(parts)],"role":"model"}\
        \(finish.map { ",\"finishReason\":\"\($0)\"" } ?? ""),"index":\(index)}]\
        \(usage.map { ",\"usageMetadata\":\($0)" } ?? ""),"modelVersion":"gemini-2.5-flash","responseId":"r1"}
        """
    }

    private static let usage = """
        {"promptTokenCount":30,"candidatesTokenCount":8,"totalTokenCount":65,"cachedContentTokenCount":10,\
        "promptTokensDetails":[{"modality":"TEXT","tokenCount":30}],"thoughtsTokenCount":20,"toolUsePromptTokenCount":7}
        """
    private static let counts = TokenUsage(input: 27, cachedInput: 10, output: 8, reasoning: 20)
    private static let early = #"{"promptTokenCount":30,"totalTokenCount":30}"#

    private static let chunks = [
        chunk(#"{"text":"Hm","thought":true}"#, usage: early), chunk(#"{"text":"Hello"}"#, usage: early),
        chunk(
            #"{"functionCall":{"name":"f","args":{"city":"Bonn"}},"thoughtSignature":"CiQB"}"#, finish: "STOP",
            usage: usage),
    ]

    private static func events(_ chunks: [String]) -> String {
        chunks.map { "data: \($0)\r\n\r\n" }.joined()
    }

    private static func stream(
        _ name: String, _ body: String, contentType: String = "text/event-stream", usage: TokenUsage? = counts,
        isFinal: Bool = true, outputBytes: Int = 12, ending: AnswerMeter.Ending = .ended, isGarbled: Bool = false
    ) -> RecordedAnswer {
        RecordedAnswer(
            name: name, provider: .google, operation: .generateContent, request: #"{"contents":[]}"#,
            contentType: contentType, body: body, usage: usage, isFinal: isFinal, outputBytes: outputBytes,
            ending: ending, isGarbled: isGarbled)
    }

    static let google: [RecordedAnswer] = [
        stream("events", events(chunks)),
        stream("an array", "[\(chunks.joined(separator: "\n,\r\n"))\n]\n", contentType: "application/json"),
        stream("the last event without its empty line", String(events(chunks).dropLast(2))),
        stream(
            "cut", events(Array(chunks.prefix(2))), usage: TokenUsage(input: 30), isFinal: false, outputBytes: 7,
            ending: .open),
        stream(
            "an array, cut", "[\(chunks[0]),\n\(chunks[1])", contentType: "application/json",
            usage: TokenUsage(input: 30), isFinal: false, outputBytes: 7, ending: .open, isGarbled: true),
        stream(
            "two candidates, one of them cut",
            events([
                chunk(#"{"text":"a"}"#, index: 0), chunk(#"{"text":"b"}"#, index: 1),
                chunk(#"{"text":"c"}"#, finish: "STOP", usage: early, index: 0),
            ]), usage: TokenUsage(input: 30), isFinal: false, outputBytes: 3, ending: .open),
        stream(
            "a blocked prompt",
            events([#"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}"#]),
            usage: TokenUsage(input: 4), outputBytes: 0),
        stream(
            "an error", events([chunks[0], #"{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}"#]),
            usage: TokenUsage(input: 30), isFinal: false, outputBytes: 2, ending: .failed),
        stream(
            "an error in an array", "[\(chunks[0])\n,\(#"{"error":{"code":503,"message":"x"}}"#)]",
            contentType: "application/json", usage: TokenUsage(input: 30), outputBytes: 2, ending: .failed),
        RecordedAnswer(
            name: "whole", provider: .google, operation: .generateContent, request: "{}", isStream: false,
            contentType: "application/json; charset=UTF-8", body: chunks[2], usage: counts, outputBytes: 5),
        RecordedAnswer(
            name: "an embedding", provider: .google, operation: .embedContent, request: #"{"content":{}}"#,
            isStream: false, contentType: "application/json", body: #"{"embedding":{"values":[0.1,-2e-3]}}"#),
    ]
}
