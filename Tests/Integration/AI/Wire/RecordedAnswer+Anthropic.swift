import Thin

extension RecordedAnswer {
    private static func event(_ type: String, _ members: String = "") -> String {
        "event: \(type)\ndata: {\"type\":\"\(type)\"\(members)}\n\n"
    }

    private static let streaming = #"{"model":"m","stream":true,"max_tokens":10}"#

    private static let start = event(
        "message_start",
        #"""
        ,"message":{"model":"claude-sonnet-4-5","id":"msg_1","type":"message","role":"assistant","content":[],\#
        "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":120,\#
        "cache_read_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":20,\#
        "ephemeral_1h_input_tokens":100},"output_tokens":1,"service_tier":"standard"}}
        """#)
    private static let text =
        event("content_block_start", #","index":0,"content_block":{"type":"text","text":""}"#) + event("ping")
        + event("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":"Hello"}"#)
        + event("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":" \u4f60\u00e9!"}"#)
        + event("content_block_stop", #","index":0"#)
    private static let thought =
        event("content_block_start", #","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}"#)
        + event("content_block_delta", #","index":0,"delta":{"type":"thinking_delta","thinking":"Let me"}"#)
        + event("content_block_delta", #","index":0,"delta":{"type":"signature_delta","signature":"EqQBCg"}"#)
        + event("content_block_stop", #","index":0"#)
    private static let tool =
        event(
            "content_block_start",
            #","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}"#)
        + event("content_block_delta", #","index":1,"delta":{"type":"input_json_delta","partial_json":""}"#)
        + event("content_block_delta", #","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1}"}"#)
        + event("content_block_stop", #","index":1"#)
    private static let end =
        event(
            "message_delta",
            #","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}"#)
        + event("message_stop")

    private static let counts = TokenUsage(
        input: 25, cachedInput: 50, cacheWrite5m: 20, cacheWrite1h: 100, output: 15)
    private static let soFar = TokenUsage(
        input: 25, cachedInput: 50, cacheWrite5m: 20, cacheWrite1h: 100, output: 1)

    private static func stream(
        _ name: String, _ body: String, usage: TokenUsage? = counts, isFinal: Bool = true, outputBytes: Int,
        ending: AnswerMeter.Ending = .ended, isGarbled: Bool = false
    ) -> RecordedAnswer {
        RecordedAnswer(
            name: name, provider: .anthropic, operation: .messages, request: streaming, body: body, usage: usage,
            isFinal: isFinal, outputBytes: outputBytes, ending: ending, isGarbled: isGarbled)
    }

    static let anthropic: [RecordedAnswer] = [
        stream("text", start + text + end, outputBytes: 12),
        stream("thinking and a tool", start + thought + tool + end, outputBytes: 21),
        stream(
            "cumulative usage",
            start + text
                + event("message_delta", #","delta":{"stop_reason":null},"usage":{"output_tokens":9}"#)
                + event(
                    "message_delta",
                    #"""
                    ,"delta":{"stop_reason":"max_tokens"},"usage":{"input_tokens":26,"cache_read_input_tokens":null,\#
                    "output_tokens":15,"output_tokens_details":{"thinking_tokens":4}}
                    """#) + event("message_stop"),
            usage: TokenUsage(
                input: 26, cachedInput: 50, cacheWrite5m: 20, cacheWrite1h: 100, output: 11, reasoning: 4),
            outputBytes: 12),
        stream("cut after the start", start, usage: soFar, isFinal: false, outputBytes: 0, ending: .open),
        stream("cut in the text", start + text, usage: soFar, isFinal: false, outputBytes: 12, ending: .open),
        stream(
            "an error",
            start + text
                + event("error", #","error":{"type":"overloaded_error","message":"Overloaded"}"#),
            usage: soFar, isFinal: false, outputBytes: 12, ending: .failed),
        RecordedAnswer(
            name: "whole", provider: .anthropic, operation: .messages, isStream: false, contentType: "application/json",
            body: #"""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-3-5-haiku-20241022","content":[\#
                {"type":"thinking","thinking":"Hm","signature":"EqQ"},{"type":"text","text":"Hello"},{"type":"tool_use",\#
                "id":"toolu_1","name":"f","input":{"city":"Bonn","n":1}}],"stop_reason":"tool_use",\#
                "usage":{"input_tokens":10,"cache_creation_input_tokens":7,"cache_read_input_tokens":0,\#
                "output_tokens":6,"server_tool_use":{"web_search_requests":2},"service_tier":"priority"}}
                """#, usage: TokenUsage(input: 10, cacheWrite5m: 7, output: 6), outputBytes: 12),
    ]
}
