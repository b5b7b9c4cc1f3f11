import Testing
import Thin

/// What requests tell, and what of them is refused because it could be read in two ways.
@Suite struct RequestReaderTests {
    static func read(
        _ operation: Thin.Operation, _ body: String, model: String? = nil
    ) throws(WireProblem) -> ModelRequest {
        let provider: Provider =
            switch operation {
            case .messages: .anthropic
            case .generateContent, .embedContent: .google
            default: .openai
            }
        return try ModelRequest.read(
            operation, of: provider, model: provider == .google ? model ?? "m" : model, isStream: nil,
            body: Array(body.utf8))
    }

    private static func refusal(_ operation: Thin.Operation, _ body: String) -> WireProblem? {
        do throws(WireProblem) {
            _ = try read(operation, body)
            return nil
        } catch {
            return error
        }
    }

    private static func paid(_ operation: Thin.Operation, _ members: String) throws -> Set<String> {
        try read(operation, "{\"model\":\"m\",\(members)}").measure.paidFeatures
    }

    @Test func `a chat completion is read`() throws {
        let request = try Self.read(
            .chatCompletions,
            #"""
            {"model":"gpt-5","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":[
              {"type":"text","text":"What is this?"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo","detail":"high"}}]}],
             "n":3,"max_completion_tokens":500,"stream":true,"service_tier":"flex",
             "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]}
            """#)
        #expect(request.model == "gpt-5")
        #expect(request.isStream && request.addsUsage)
        #expect(request.measure.askedOutput == 500)
        #expect(request.measure.candidates == 3)
        #expect(request.measure.serviceTier == "flex")
        #expect(request.measure.media == ["image": 1])
        #expect(request.measure.parts == 5)
        #expect(request.measure.paidFeatures.isEmpty)
        #expect((60..<160).contains(request.measure.text.bytes), "\(request.measure.text.bytes)")
    }

    @Test func `facts are members of JSON`() throws {
        let request = try Self.read(
            .messages,
            #"""
            {"model":"claude \"x\"","max_tokens":5,"messages":[],"tools":[{"type":"web_search_20250305"}],
             "thinking":{"type":"enabled","budget_tokens":1024}}
            """#.replacing(" \\\"x\\\"", with: "-\\\"x\\\""))
        #expect(request.facts.contains(#""provider":"anthropic","operation":"messages","model":"claude-\"x\"""#))
        #expect(request.facts.contains(#""asked_output":5,"candidates":1,"asked_thinking":1024"#))
        #expect(request.facts.contains(#""paid_features":["web_search"]"#))
        #expect((try? JSONObject(Array("{\(request.facts)}".utf8))) != nil)
    }

    @Test func `Anthropic's caches, thinking and documents are read`() throws {
        let request = try Self.read(
            .messages,
            #"""
            {"model":"m","max_tokens":5,"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":[
               {"source":{"data":"JVBERi0","media_type":"application/pdf","type":"base64"},"type":"document"},
               {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
               {"type":"document","source":{"type":"text","media_type":"text/plain","data":"twelve bytes"}},
               {"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"b",
                 "cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}]}
            """#)
        #expect(request.measure.caches5m && request.measure.caches1h)
        #expect(request.measure.media == ["image": 1, "document": 1])
        let without = try Self.read(.messages, #"{"model":"m","max_tokens":5,"messages":[]}"#)
        #expect(!without.measure.caches5m && !without.measure.caches1h)
    }

    @Test func `Google's contents are read in both spellings`() throws {
        for (config, limit, inline, kind) in [
            ("generationConfig", "maxOutputTokens", "inlineData", "mimeType"),
            ("generation_config", "max_output_tokens", "inline_data", "mime_type"),
        ] {
            let request = try Self.read(
                .generateContent,
                """
                {"contents":[{"parts":[{"text":"hello"},{"\(inline)":{"\(kind)":"image/png","data":"aGVsbG8="}},
                  {"\(inline)":{"\(kind)":"audio/wav","data":"aGVsbG8="}},
                  {"\(inline)":{"\(kind)":"text/plain","data":"aGVsbG8="}}]}],
                 "\(config)":{"\(limit)":7,"candidateCount":2,"thinkingConfig":{"thinkingBudget":128}}}
                """)
            #expect(request.measure.askedOutput == 7)
            #expect(request.measure.candidates == 2)
            #expect(request.measure.askedThinking == 128)
            #expect(request.measure.media == ["image": 1, "audio": 1])
            #expect(request.measure.text.denseBytes >= 8)
        }
    }

    @Test func `texts to embed are counted`() throws {
        for (input, count) in [
            ("\"a\"", 1), ("[]", 1), (#"["a","b"]"#, 2), ("[1,2,3]", 1), ("[[1,2],[3]]", 2),
        ] {
            #expect(
                try Self.read(.embeddings, "{\"model\":\"m\",\"input\":\(input)}").measure.inputs == count, "\(input)")
        }
        let google = #"{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]}},{"content":{"parts":[]}}]}"#
        #expect(try Self.read(.embedContent, google).measure.inputs == 2)
    }

    @Test func `what has a price of its own is named`() throws {
        for (operation, members, name) in [
            (Thin.Operation.chatCompletions, #""web_search_options":{}"#, "web_search"),
            (.chatCompletions, #""modalities":["text","audio"]"#, "audio_output"),
            (.chatCompletions, #""prediction":{"type":"content","content":"x"}"#, "prediction"),
            (.chatCompletions, #""service_tier":"scale""#, "service_tier"),
            (.chatCompletions, #""service_tier":"\u0000""#, "service_tier"),
            (.responses, #""background":true"#, "background"),
            (.responses, #""previous_response_id":"resp_1""#, "previous_response_id"),
            (.responses, #""conversation":"conv_1""#, "conversation"),
            (.responses, #""prompt":{"id":"pmpt_1"}"#, "prompt"),
            (.responses, #""tools":[{"type":"web_search_preview"}]"#, "web_search_preview"),
            (.responses, #""tools":[{"type":"file_search","vector_store_ids":["v"]}]"#, "file_search"),
            (.responses, #""tools":[{"server_url":"https://x","type":"mcp"}]"#, "mcp"),
            (.responses, #""input":[{"type":"item_reference","id":"msg_1"}]"#, "item_reference"),
            (.responses, #""input":[{"id":"msg_1"}]"#, "item_reference"),
            (.messages, #""tools":[{"type":"code_execution_20250522","name":"x"}]"#, "code_execution"),
            (.messages, #""mcp_servers":[{"type":"url","url":"https://x"}]"#, "mcp_servers"),
            (.messages, #""container":"c""#, "container"), (.messages, #""speed":"fast""#, "speed"),
            (.messages, #""inference_geo":"us""#, "inference_geo"),
            (.messages, #""service_tier":"batch""#, "service_tier"),
            (.messages, #""messages":[{"content":[{"type":"container_upload","file_id":"f"}]}]"#, "container_upload"),
            (.messages, #""context_management":{"edits":[{"type":"compact_20260112"}]}"#, "context_management"),
            (.generateContent, #""tools":[{"googleSearch":{}}]"#, "googleSearch"),
            (.generateContent, #""tools":[{"url_context":{}}]"#, "url_context"),
            (.generateContent, #""cachedContent":"cachedContents/x""#, "cached_content"),
            (.generateContent, #""generationConfig":{"responseModalities":["TEXT","IMAGE"]}"#, "image_output"),
        ] {
            #expect(try Self.paid(operation, members) == [name], "\(members)")
        }
    }

    @Test func `what has none is not`() throws {
        for (operation, members) in [
            (Thin.Operation.chatCompletions, #""web_search_options":null,"modalities":["text"],"service_tier":"auto""#),
            (.responses, #""background":false,"previous_response_id":null,"conversation":null,"prompt":null"#),
            (.responses, #""tools":[{"type":"function","name":"f","parameters":{"type":"web_search"}}]"#),
            (.responses, #""input":[{"type":"message","id":"msg_1","role":"assistant","content":[]}]"#),
            (.messages, #""mcp_servers":[],"container":null,"speed":"standard","service_tier":"standard_only""#),
            (.messages, #""tools":[{"name":"f","input_schema":{}},{"type":"bash_20250124","name":"bash"}]"#),
            (.messages, #""context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]}"#),
            (.generateContent, #""tools":[{"functionDeclarations":[{"name":"f"}]}],"cachedContent":null"#),
        ] {
            #expect(try Self.paid(operation, members).isEmpty, "\(members)")
        }
    }

    @Test func `what could be read in two ways is refused`() {
        for (operation, body) in [
            (Thin.Operation.chatCompletions, #"{"model":"a","model":"b"}"#),
            (.chatCompletions, #"{"model":"a","m\u006fdel":"b"}"#),
            (.chatCompletions, #"{"model":"a","max_tokens":5,"max\u005ftokens":6}"#),
            (.chatCompletions, #"{"model":"a","max_tokens":5,"max_completion_tokens":6}"#),
            (.chatCompletions, #"{"model":"a","Max_Tokens":5}"#), (.chatCompletions, #"{"model":"a","maxTokens":5}"#),
            (.chatCompletions, #"{"model":"a","ſtream":true}"#),
            (.chatCompletions, #"{"model":"a","stream":"true"}"#), (.chatCompletions, #"{"model":"a","stream":1}"#),
            (.chatCompletions, #"{"model":"a","n":"2"}"#), (.chatCompletions, #"{"model":"a","n":1e2}"#),
            (.chatCompletions, #"{"model":"a","n":129}"#), (.chatCompletions, #"{"model":"a","max_tokens":-1}"#),
            (.chatCompletions, #"{"model":"a","max_tokens":1.5}"#),
            (.chatCompletions, #"{"model":"a","max_tokens":0}"#),
            (.chatCompletions, #"{"model":"a","max_tokens":99999999999999999999}"#),
            (.chatCompletions, #"{"model":"a","max_tokens":NaN}"#), (.chatCompletions, #"{"model":"a"}{}"#),
            (.chatCompletions, #"{"model":"a",}"#), (.chatCompletions, #"{"model":"a""#), (.chatCompletions, "[]"),
            (.chatCompletions, ""), (.chatCompletions, "{}"), (.chatCompletions, #"{"model":null}"#),
            (.chatCompletions, #"{"model":7}"#), (.chatCompletions, #"{"model":"a\u0000"}"#),
            (.chatCompletions, #"{"model":"a","stream":true,"stream_options":{"include_usage":1}}"#),
            (
                .chatCompletions,
                #"{"model":"a","stream":true,"stream_options":{"include_usage":true,"includeUsage":false}}"#
            ),
            (.chatCompletions, #"{"model":"a","messages":[{"role":"user","role":"system"}]}"#),
            (.messages, #"{"model":"a","max_tokens":"5"}"#), (.messages, #"{"model":"a","MAX_TOKENS":5}"#),
            (.generateContent, #"{"generationConfig":{"maxOutputTokens":5},"generation_config":{}}"#),
            (.generateContent, #"{"generationConfig":{"maxOutputTokens":5,"max_output_tokens":6}}"#),
            (.generateContent, #"{"generationConfig":{"maxOutputTokens":"5"}}"#),
            (.generateContent, #"{"model":"models/dearer"}"#),
            (.embedContent, #"{"requests":[{"model":"models/dearer"}]}"#),
            (.chatCompletions, #"{"model":"\#(String(repeating: "m", count: 257))"}"#),
            (.chatCompletions, #"{"model":"a","x":\#(String(repeating: "[", count: 100_000))"#),
        ] {
            #expect(Self.refusal(operation, body) != nil, "\(body.prefix(80))")
        }
        #expect(throws: WireProblem.self) {
            try ModelRequest.read(
                .messages, of: .anthropic, model: nil, isStream: nil,
                body: Array(#"{"model":""#.utf8) + [0xFF, 0x22, 0x7D])
        }
        #expect(
            Self.refusal(.messages, #"{"model":"a","thinking":{"budget_tokens":"x"}}"#)?.field
                == "thinking.budget_tokens")
    }

    /// The point of the estimate: text is text, whatever it is dressed up as.
    @Test func `nothing that a model reads is left out of its weight`() throws {
        let secret = String(repeating: "word ", count: 2000)
        for (operation, members) in [
            (Thin.Operation.chatCompletions, #""messages":[{"role":"user","content":"\#(secret)"}]"#),
            (.chatCompletions, #""messages":[{"role":"user","content":[{"type":"text","text":"\#(secret)"}]}]"#),
            (.chatCompletions, #""messages":[{"role":"user","name":"\#(secret)","content":""}]"#),
            (.chatCompletions, #""messages":[{"type":"image_url","image_url":{"detail":"\#(secret)","url":"x"}}]"#),
            (
                .chatCompletions,
                #""messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"\#(secret)"}}]}]"#
            ),
            (.chatCompletions, #""tools":[{"type":"function","function":{"description":"\#(secret)"}}]"#),
            (.chatCompletions, #""tools":[{"type":"function","function":{"parameters":{"\#(secret)":1}}}]"#),
            (.chatCompletions, #""functions":[{"description":"\#(secret)"}]"#),
            (.chatCompletions, #""response_format":{"json_schema":{"schema":{"description":"\#(secret)"}}}"#),
            (.chatCompletions, #""something_new":"\#(secret)""#),
            (
                .chatCompletions,
                #""messages":[{"content":[{"type":"image_url","image_url":"data:text/plain,\#(secret)"}]}]"#
            ),
            (.responses, #""instructions":"\#(secret)""#), (.responses, #""input":"\#(secret)""#),
            (.responses, #""input":[{"type":"function_call_output","output":"\#(secret)"}]"#),
            (.messages, #""system":"\#(secret)""#),
            (
                .messages,
                #""messages":[{"content":[{"type":"tool_use","input":{"type":"base64","data":"\#(secret)"}}]}]"#
            ),
            (
                .messages,
                #""messages":[{"content":[{"type":"document","source":{"type":"text","data":"\#(secret)"}}]}]"#
            ),
            (.messages, #""messages":[{"content":[{"source":{"type":"content","content":[{"text":"\#(secret)"}]}}]}]"#),
            (.messages, #""messages":[{"content":[{"type":"search_result","source":"\#(secret)"}]}]"#),
            (.messages, #""tools":[{"name":"f","input_schema":{"x":[{"image_url":{"url":"\#(secret)"}}]}}]"#),
            (.generateContent, #""systemInstruction":{"parts":[{"text":"\#(secret)"}]}"#),
            (
                .generateContent,
                #""contents":[{"parts":[{"functionResponse":{"response":{"inlineData":"\#(secret)"}}}]}]"#
            ),
            (.generateContent, #""contents":[{"parts":[{"inlineData":{"mimeType":"text/csv","data":"\#(secret)"}}]}]"#),
        ] {
            let measure = try Self.read(operation, "{\"model\":\"m\",\(members)}").measure
            #expect(measure.text.bytes >= secret.utf8.count, "\(members.prefix(90))")
        }
    }

    @Test func `what is brought by address or in a file is counted by kind`() throws {
        for (operation, part, media) in [
            (Thin.Operation.responses, #"{"type":"input_image","image_url":null,"file_id":"f"}"#, ["image": 1]),
            (.responses, #"{"type":"input_image","image_url":"https://x/y.png","file_id":null}"#, ["image": 1]),
            (.responses, #"{"type":"input_file","file_url":"https://x/y.pdf"}"#, ["document": 1]),
            (.responses, #"{"type":"input_file","file_id":"f"}"#, ["document": 1]),
            (
                .responses, #"{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,x"}"#,
                ["document": 1]
            ),
            (.chatCompletions, #"{"type":"file","file":{"file_id":"f"}}"#, ["document": 1]),
            (.chatCompletions, #"{"type":"input_audio","input_audio":{"data":"x","format":"wav"}}"#, ["audio": 1]),
            (.messages, #"{"type":"image","source":{"type":"file","file_id":"f"}}"#, ["image": 1]),
            (.messages, #"{"type":"document","source":{"type":"url","url":"https://x/y.pdf"}}"#, ["document": 1]),
            (
                .messages, #"{"type":"image","source":{"type":"base64","media_type":"application/pdf","data":"x"}}"#,
                ["document": 1]
            ),
            (.messages, #"{"type":"image","source":{"type":"unheard of","data":"x"}}"#, ["document": 1]),
            (.generateContent, #"{"fileData":{"mimeType":"video/mp4","fileUri":"https://x"}}"#, ["video": 1]),
            (.generateContent, #"{"file_data":{"file_uri":"https://youtube.com/x"}}"#, ["document": 1]),
            (.generateContent, #"{"fileData":{"mimeType":"text/plain","fileUri":"https://x"}}"#, ["document": 1]),
            (.generateContent, #"{"inlineData":{"mimeType":"application/pdf","data":"x"}}"#, ["document": 1]),
        ] {
            let list = operation == .generateContent ? "contents" : operation == .responses ? "input" : "messages"
            let inside = operation == .generateContent ? "parts" : "content"
            let body = "{\"model\":\"m\",\"\(list)\":[{\"role\":\"user\",\"\(inside)\":[\(part)]}]}"
            #expect(try Self.read(operation, body).measure.media == media, "\(part)")
        }
    }

    @Test func `a body of 10 MB is read`() throws {
        let text = String(repeating: "lorem ipsum ", count: 830_000)
        let request = try Self.read(
            .chatCompletions, #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}]}"#)
        #expect(request.measure.text.bytes >= text.utf8.count)
    }

    @Test func `no bytes trap`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var numbers = SplitMix64(seed: seed)
        let bodies = [
            #"{"model":"m","stream":true,"stream_options":{"a":1},"n":2,"messages":[{"role":"user","content":"a\u00e9"}]}"#,
            #"{"model":"m","max_tokens":9,"system":[{"text":"x","cache_control":{"ttl":"1h"}}],"tools":[{"type":"a_1"}]}"#,
            #"{"contents":[{"parts":[{"inlineData":{"data":"x","mimeType":"image/png"}}]}],"generationConfig":{"a":[]}}"#,
        ]
        let operations: [Thin.Operation] = [
            .chatCompletions, .responses, .embeddings, .messages, .generateContent, .embedContent,
        ]
        var read = 0
        for round in 0..<5000 {
            var bytes = Array(numbers.pick(bodies).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                let position = Int.random(in: bytes.indices, using: &numbers)
                switch Int.random(in: 0..<3, using: &numbers) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.insert(numbers.pick(Array("{}[]\",:\\u0e-1nt ".utf8)), at: position)
                default: bytes.removeSubrange(position..<min(bytes.count - 1, position + 5))
                }
            }
            let operation = numbers.pick(operations)
            let provider: Provider =
                operation == .messages ? .anthropic : operation.rawValue.hasSuffix("_content") ? .google : .openai
            guard
                let request = try? ModelRequest.read(
                    operation, of: provider, model: provider == .google ? "m" : nil, isStream: nil, body: bytes)
            else { continue }
            read += 1
            let forwarded = request.forwardedBody(outputCap: 3)
            #expect(
                (try? ModelRequest.read(
                    operation, of: provider, model: provider == .google ? "m" : nil, isStream: nil, body: forwarded))
                    != nil,
                "seed \(seed), round \(round)")
        }
        #expect(read > 100)
    }
}
