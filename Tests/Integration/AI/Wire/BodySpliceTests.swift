import Testing
import Thin

/// What is forwarded: what came, with the cap in it.
@Suite struct BodySpliceTests {
    private static func forwarded(
        _ operation: Thin.Operation, _ body: String, cap: Int?, isStream: Bool? = nil
    ) throws -> String {
        let provider: Provider =
            operation == .messages ? .anthropic : operation.rawValue.hasSuffix("_content") ? .google : .openai
        let request = try ModelRequest.read(
            operation, of: provider, model: provider == .google ? "m" : nil, isStream: isStream, body: Array(body.utf8))
        return String(decoding: request.forwardedBody(outputCap: cap), as: UTF8.self)
    }

    @Test func `the cap is written where the client's stands`() throws {
        for (operation, body, result) in [
            (
                Thin.Operation.chatCompletions, #"{ "model":"m", "max_tokens" : 900 ,"x":1}"#,
                #"{ "model":"m", "max_tokens" : 64 ,"x":1}"#
            ),
            (
                .chatCompletions, #"{"max_completion_tokens":65,"model":"m"}"#,
                #"{"max_completion_tokens":64,"model":"m"}"#
            ),
            (.chatCompletions, #"{"max\u005ftokens":65,"model":"m"}"#, #"{"max\u005ftokens":64,"model":"m"}"#),
            (
                .chatCompletions, #"{"max_tokens":null,"max_completion_tokens":65,"model":"m"}"#,
                #"{"max_tokens":null,"max_completion_tokens":64,"model":"m"}"#
            ),
            (.chatCompletions, #"{"max_tokens":null,"model":"m"}"#, #"{"max_tokens":64,"model":"m"}"#),
            (.responses, #"{"model":"m","max_output_tokens":900}"#, #"{"model":"m","max_output_tokens":64}"#),
            (.messages, #"{"model":"m","max_tokens":900}"#, #"{"model":"m","max_tokens":64}"#),
            (
                .generateContent, #"{"generationConfig":{"maxOutputTokens":900}}"#,
                #"{"generationConfig":{"maxOutputTokens":64}}"#
            ),
            (
                .generateContent, #"{"generation_config":{"max_output_tokens":900}}"#,
                #"{"generation_config":{"max_output_tokens":64}}"#
            ),
        ] {
            #expect(try Self.forwarded(operation, body, cap: 64) == result)
        }
    }

    @Test func `or inserted where there is none`() throws {
        for (operation, body, result) in [
            (Thin.Operation.chatCompletions, #" {"model":"m"}"#, #" {"max_completion_tokens":64,"model":"m"}"#),
            (.responses, #"{"model":"m"}"#, #"{"max_output_tokens":64,"model":"m"}"#),
            (.messages, #"{"model":"m"}"#, #"{"max_tokens":64,"model":"m"}"#),
            (.generateContent, "{}", #"{"generationConfig":{"maxOutputTokens":64}}"#),
            (.generateContent, #"{"contents":[]}"#, #"{"generationConfig":{"maxOutputTokens":64},"contents":[]}"#),
            (.generateContent, #"{"generationConfig":null}"#, #"{"generationConfig":{"maxOutputTokens":64}}"#),
            (.generateContent, #"{"generationConfig":{ }}"#, #"{"generationConfig":{"maxOutputTokens":64 }}"#),
            (
                .generateContent, #"{"generationConfig":{"topK":1}}"#,
                #"{"generationConfig":{"maxOutputTokens":64,"topK":1}}"#
            ),
        ] {
            #expect(try Self.forwarded(operation, body, cap: 64) == result)
        }
    }

    @Test func `what needs no change has none`() throws {
        for (operation, body) in [
            (Thin.Operation.chatCompletions, #"{"model":"m", "max_tokens":64}"#),
            (.chatCompletions, #"{"model":"m","max_tokens":1,"stream":true,"stream_options":{"include_usage":true}}"#),
            (.messages, "{\n \"model\":\"\\u006d\",\"max_tokens\":63,\"stream\":true}\n"),
            (.generateContent, #"{"generationConfig":{"maxOutputTokens":64}}"#),
            (.embeddings, #"{"model":"m","input":"a"}"#), (.embedContent, #"{"content":{}}"#),
            (.countTokens, #"{"model":"m","max_tokens":99}"#), (.models, ""),
        ] {
            #expect(try Self.forwarded(operation, body, cap: 64) == body)
            #expect(try Self.forwarded(operation, body, cap: nil) == body)
        }
    }

    @Test func `usage is asked for in a chat's stream`() throws {
        for (body, result) in [
            (
                #"{"model":"m","stream":true}"#,
                #"{"stream_options":{"include_usage":true},"max_completion_tokens":64,"model":"m","stream":true}"#
            ),
            (
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":null}"#,
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":{"include_usage":true}}"#
            ),
            (
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":{"include_obfuscation":false}}"#,
                """
                {"model":"m","max_tokens":5,"stream":true,\
                "stream_options":{"include_usage":true,"include_obfuscation":false}}
                """
            ),
            (
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":{"include_usage":false}}"#,
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":{"include_usage":true}}"#
            ),
            (
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":{"include_usage":null,"x":[]}}"#,
                #"{"model":"m","max_tokens":5,"stream":true,"stream_options":{"include_usage":true,"x":[]}}"#
            ),
        ] {
            #expect(try Self.forwarded(.chatCompletions, body, cap: 64) == result)
        }
        let plain = #"{"model":"m","max_tokens":5,"stream":false}"#
        #expect(try Self.forwarded(.chatCompletions, plain, cap: 64) == plain)
    }

    @Test func `the project's own tier doesn't decide`() throws {
        let body = #"{"model":"m","max_tokens":5,"service_tier":"auto"}"#
        #expect(
            try Self.forwarded(.responses, #"{"model":"m","service_tier":"default","max_output_tokens":1}"#, cap: 9)
                == #"{"model":"m","service_tier":"default","max_output_tokens":1}"#)
        #expect(try Self.forwarded(.chatCompletions, body, cap: 9) == body.replacing("auto", with: "default"))
    }
}
