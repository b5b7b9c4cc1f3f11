extension Upstream {
    /// Input and output tokens of usual answers.
    static let usage = (input: 9, output: 5)

    /// A JSON answer of a known length.
    static func json(_ body: String, status: String = "200 OK", headers: String = "") -> Step {
        .send(
            "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nSet-Cookie: planted=1\r\n\(headers)"
                + "x-request-id: req_json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// A piece of OpenAI's stream.
    static func delta(_ text: String) -> String {
        #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}],"usage":null}"#
            + "\n\n"
    }

    /// The last piece with text of OpenAI's stream.
    static let stop =
        #"data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}"# + "\n\n"
    /// The piece that is asked for by `include_usage`.
    static let usageEvent =
        #"data: {"id":"c","choices":[],"usage":{"prompt_tokens":\#(usage.input),"completion_tokens":\#(usage.output)}}"#
        + "\n\n"
    /// What OpenAI's streams end with.
    static let done = "data: [DONE]\n\n"

    /// OpenAI's answer.
    static let completion =
        #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":\#(usage.input),"completion_tokens":\#(usage.output),"total_tokens":14}}"#
    /// Anthropic's answer.
    static let message =
        #"{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"hello"}],"#
        + #""stop_reason":"end_turn","usage":{"input_tokens":\#(usage.input),"output_tokens":\#(usage.output)}}"#
    /// Google's answer.
    static let content =
        #"{"candidates":[{"content":{"parts":[{"text":"hello"}],"role":"model"},"finishReason":"STOP"}],"#
        + #""usageMetadata":{"promptTokenCount":\#(usage.input),"candidatesTokenCount":\#(usage.output)}}"#

    /// What a route answers when all is well.
    static func usual(_ request: Received) -> [Step] {
        let path = request.head.split(separator: " ").dropFirst().first ?? ""
        if path.hasSuffix("/messages") { return [json(message, headers: "request-id: req_message\r\n")] }
        if path.contains(":generateContent") { return [json(content)] }
        if path.contains("/models") { return [json(#"{"data":[]}"#)] }
        guard request.body.contains(#""stream":true"#) else { return [json(completion)] }
        return [
            eventStream, .chunk(delta("one ")), .chunk(delta("two ")), .chunk(stop), .chunk(usageEvent), .chunk(done),
            lastChunk,
        ]
    }
}
