import Thin

extension RecordedAnswer {
    private static func chunk(_ choices: String, usage: String? = nil) -> String {
        """
        data: {"id":"chatcmpl-C1","object":"chat.completion.chunk","created":1763800000,"model":"gpt-4o-2024-08-06",\
        "service_tier":"default","system_fingerprint":"fp_1","choices":\(choices)\
        \(usage.map { ",\"usage\":\($0)" } ?? ""),"obfuscation":"x9Kd"}\n\n
        """
    }

    private static func delta(_ delta: String, finish: String = "null", usage: String? = nil) -> String {
        chunk("[{\"index\":0,\"delta\":\(delta),\"logprobs\":null,\"finish_reason\":\(finish)}]", usage: usage)
    }

    private static let chatUsage = """
        {"prompt_tokens":19,"completion_tokens":12,"total_tokens":31,"prompt_tokens_details":{"cached_tokens":4,\
        "audio_tokens":0,"cache_write_tokens":2},"completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":0,\
        "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
        """
    private static let chatCounts = TokenUsage(input: 13, cachedInput: 4, cacheWrite5m: 2, output: 7, reasoning: 5)
    private static let streaming = #"{"model":"m","stream":true}"#
    private static let withUsage = #"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#
    private static let done = "data: [DONE]\n\n"

    private static let hello =
        delta(#"{"role":"assistant","content":"","refusal":null}"#, usage: "null")
        + delta(#"{"content":"Grüße"}"#, usage: "null") + delta(#"{"content":" \ud83d\ude00\n"}"#, usage: "null")
        + delta("{}", finish: "\"stop\"", usage: "null")

    static let openAIStreams: [RecordedAnswer] = [
        RecordedAnswer(
            name: "usage that Thin asked for", provider: .openai, operation: .chatCompletions, request: streaming,
            body: hello + chunk("[]", usage: chatUsage) + done, usage: chatCounts, outputBytes: 13,
            passed: hello + done),
        RecordedAnswer(
            name: "usage that the client asked for", provider: .openai, operation: .chatCompletions, request: withUsage,
            body: hello + chunk("[]", usage: chatUsage) + done, usage: chatCounts, outputBytes: 13),
        RecordedAnswer(
            name: "a cache that lasts", provider: .openai, operation: .chatCompletions,
            request: #"{"model":"m","stream":true,"prompt_cache_retention":"24h"}"#,
            body: hello + chunk("[]", usage: chatUsage) + done,
            usage: TokenUsage(input: 13, cachedInput: 4, cacheWrite1h: 2, output: 7, reasoning: 5), outputBytes: 13,
            passed: hello + done),
        RecordedAnswer(
            name: "lines ended by CRLF", provider: .openai, operation: .chatCompletions, request: streaming,
            body: (hello + chunk("[]", usage: chatUsage) + done).replacing("\n", with: "\r\n"), usage: chatCounts,
            outputBytes: 13, passed: (hello + done).replacing("\n", with: "\r\n")),
        RecordedAnswer(
            name: "lines ended by CR", provider: .openai, operation: .chatCompletions, request: streaming,
            body: (hello + chunk("[]", usage: chatUsage) + done).replacing("\n", with: "\r"), usage: chatCounts,
            outputBytes: 13, passed: (hello + done).replacing("\n", with: "\r")),
        RecordedAnswer(
            name: "comments, other fields and no space", provider: .openai, operation: .chatCompletions,
            request: streaming,
            body: ": OPENROUTER PROCESSING\n\n" + hello.replacing("data: ", with: "id: 1\ndata:")
                + "retry: 5\ndatax: {\n\n" + chunk("[]", usage: chatUsage) + done,
            usage: chatCounts, outputBytes: 13,
            passed: ": OPENROUTER PROCESSING\n\n" + hello.replacing("data: ", with: "id: 1\ndata:")
                + "retry: 5\ndatax: {\n\n" + done),
        RecordedAnswer(
            name: "an event on several lines", provider: .openai, operation: .chatCompletions, request: streaming,
            body: "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"abc\"}}]}\n\n" + done,
            outputBytes: 3),
        RecordedAnswer(
            name: "arguments of tools", provider: .openai, operation: .chatCompletions, request: streaming,
            body: delta(
                #"""
                {"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function",\#
                "function":{"name":"weather","arguments":""}}]}
                """#) + delta(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"#)
                + delta(#"{"tool_calls":[{"index":0,"function":{"arguments":"\"Köln\"}"}}]}"#)
                + delta("{}", finish: "\"tool_calls\"") + done,
            outputBytes: 23),
        RecordedAnswer(
            name: "a refusal", provider: .openai, operation: .chatCompletions, request: streaming,
            body: delta(#"{"role":"assistant","refusal":"I can't"}"#) + delta("{}", finish: "\"stop\"") + done,
            outputBytes: 7),
        RecordedAnswer(
            name: "cut in mid-event", provider: .openai, operation: .chatCompletions, request: streaming,
            body: hello + "data: {\"id\":\"chatcmpl-C1\",\"choices\":[{\"delta\":{\"content\":\"ab", outputBytes: 15,
            ending: .open),
        RecordedAnswer(
            name: "cut before the end", provider: .openai, operation: .chatCompletions, request: streaming, body: hello,
            outputBytes: 13, ending: .open),
        RecordedAnswer(
            name: "an error in mid-stream", provider: .openai, operation: .chatCompletions, request: streaming,
            body: hello + #"data: {"error":{"message":"The server had an error","type":"server_error"}}"# + "\n\n"
                + done,
            outputBytes: 13, ending: .failed),
        RecordedAnswer(
            name: "usage twice", provider: .openai, operation: .chatCompletions, request: streaming,
            body: delta(#"{"content":"a"}"#, usage: #"{"prompt_tokens":19,"completion_tokens":1}"#)
                + chunk("[]", usage: chatUsage) + done,
            usage: chatCounts, outputBytes: 1,
            passed: delta(#"{"content":"a"}"#, usage: #"{"prompt_tokens":19,"completion_tokens":1}"#) + done),
        RecordedAnswer(
            name: "usage in each chunk, cut", provider: .openai, operation: .chatCompletions, request: streaming,
            body: delta(#"{"content":"a"}"#, usage: #"{"prompt_tokens":19,"completion_tokens":1}"#),
            usage: TokenUsage(input: 19, output: 1), isFinal: false, outputBytes: 1, ending: .open),
        RecordedAnswer(
            name: "an event that is no JSON", provider: .openai, operation: .chatCompletions, request: streaming,
            body: hello + "data: {\"choices\":oops}\n\n" + done, outputBytes: 13, isGarbled: true),
        RecordedAnswer(
            name: "nothing", provider: .openai, operation: .chatCompletions, request: streaming, body: "",
            ending: .open, isGarbled: true),
        RecordedAnswer(
            name: "a page instead of a stream", provider: .openai, operation: .chatCompletions, request: streaming,
            body: "<html>\n<body>Bad gateway</body>\n\n</html>\n\n", ending: .open, isGarbled: true),
        responses("response.completed", "completed"), responses("response.incomplete", "incomplete"),
        responses("response.failed", "failed", ending: .failed),
        RecordedAnswer(
            name: "Responses, cut", provider: .openai, operation: .responses, request: streaming,
            body: responsesStart, outputBytes: 24, ending: .open),
        RecordedAnswer(
            name: "Responses, error event", provider: .openai, operation: .responses, request: streaming,
            body: responsesStart
                + "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"x\",\"param\":null}\n\n",
            outputBytes: 24, ending: .failed),
    ]

    private static let responsesStart = """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response",\
        "status":"in_progress","error":null,"output":[],"service_tier":"auto","usage":null}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}

        event: response.reasoning_summary_text.delta
        data: {"type":"response.reasoning_summary_text.delta","delta":"Thinking"}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"delta":"Hello","logprobs":[]}

        event: response.output_text.done
        data: {"type":"response.output_text.done","item_id":"msg_1","text":"Hello"}

        event: response.function_call_arguments.delta
        data: {"type":"response.function_call_arguments.delta","delta":"{\\"a\\":[1,2]}"}


        """

    private static func responses(
        _ event: String, _ status: String, ending: AnswerMeter.Ending = .ended
    ) -> RecordedAnswer {
        RecordedAnswer(
            name: "Responses, \(status)", provider: .openai, operation: .responses, request: streaming,
            body: responsesStart + """
                event: \(event)
                data: {"type":"\(event)","sequence_number":9,"response":{"id":"resp_1","status":"\(status)",\
                "error":\(status == "failed" ? #"{"code":"server_error","message":"x"}"# : "null"),\
                "output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}],\
                "service_tier":"flex","usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},\
                "output_tokens":50,"output_tokens_details":{"reasoning_tokens":40},"total_tokens":150}}}


                """,
            usage: TokenUsage(input: 40, cachedInput: 60, output: 10, reasoning: 40), outputBytes: 24, ending: ending)
    }

    private static func whole(
        _ name: String, _ operation: Operation, _ body: String, usage: TokenUsage? = nil, outputBytes: Int = 0,
        ending: AnswerMeter.Ending = .ended, isGarbled: Bool = false
    ) -> RecordedAnswer {
        RecordedAnswer(
            name: name, provider: .openai, operation: operation, isStream: false, contentType: "application/json",
            body: body, usage: usage, outputBytes: outputBytes, ending: ending, isGarbled: isGarbled)
    }

    static let openAIWhole: [RecordedAnswer] = [
        whole(
            "whole", .chatCompletions,
            """
            {
              "id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o-2024-08-06",
              "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello \\"there\\"", "refusal": null,
                "annotations": []}, "logprobs": null, "finish_reason": "stop"}],
              "usage": \(chatUsage), "service_tier": "default"
            }

            """, usage: chatCounts, outputBytes: 13),
        whole(
            "without details", .chatCompletions,
            #"{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#,
            usage: TokenUsage(input: 3, output: 1), outputBytes: 1),
        whole(
            "impossible usage", .chatCompletions,
            #"""
            {"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":-3,"completion_tokens":1.5,\#
            "total_tokens":"9","prompt_tokens_details":null,"completion_tokens_details":{"reasoning_tokens":7}}}
            """#, usage: TokenUsage(reasoning: 7), outputBytes: 1),
        whole(
            "enormous usage", .chatCompletions,
            #"{"choices":[],"usage":{"prompt_tokens":999999999999999999,"completion_tokens":99999999999999999999999}}"#,
            usage: TokenUsage(input: 999_999_999_999_999_999)),
        whole("no usage", .chatCompletions, #"{"choices":[{"message":{"content":"a"}}]}"#, outputBytes: 1),
        whole(
            "null usage", .chatCompletions, #"{"choices":[{"message":{"content":"a"}}],"usage":null}"#, outputBytes: 1),
        whole(
            "cut", .chatCompletions, #"{"choices":[{"message":{"content":"abc"#, outputBytes: 3, ending: .open,
            isGarbled: true),
        whole("garbage", .chatCompletions, "upstream connect error", ending: .open, isGarbled: true),
        whole("another's JSON", .chatCompletions, #"{"ok":true}"#, isGarbled: true),
        whole("empty", .chatCompletions, "", ending: .open, isGarbled: true),
        whole(
            "embeddings", .embeddings,
            #"""
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.0023,-9.3e-05,1e-9]}],\#
            "model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}
            """#, usage: TokenUsage(input: 8)),
        whole(
            "Responses, whole", .responses,
            #"""
            {"id":"resp_1","object":"response","status":"completed","error":null,"output":[{"id":"rs_1",\#
            "type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},{"type":"function_call",\#
            "name":"f","arguments":"{}","call_id":"c","id":"fc_1"},{"type":"message","role":"assistant",\#
            "content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"service_tier":"default",\#
            "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":0},"output_tokens":6,\#
            "output_tokens_details":{"reasoning_tokens":3},"total_tokens":16}}
            """#, usage: TokenUsage(input: 10, output: 3, reasoning: 3), outputBytes: 10),
    ]
}
