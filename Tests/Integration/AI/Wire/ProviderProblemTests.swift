import HTTPTypes
import Testing
import Thin

/// Errors in the shapes of the three providers.
@Suite struct ProviderProblemTests {
    private static let broke = Problem(.init(code: 402), "TH402", "insufficient credits")
    private static let disabled = Problem(.serviceUnavailable, "TH503", "disabled", details: "ai")
    private static let busy = Problem(.tooManyRequests, "TH429", "too many requests", headers: [.retryAfter: "3"])

    private static func body(_ problem: Problem, _ provider: Provider) -> String {
        ProviderProblem.answer(problem, of: provider, requestID: "r\"1").body
    }

    @Test func `each provider's shape is its own`() {
        #expect(
            Self.body(Self.broke, .openai)
                == #"{"error":{"message":"insufficient credits (TH402)","type":"insufficient_quota","param":null,"code":"TH402"}}"#
        )
        #expect(
            Self.body(Self.broke, .anthropic)
                == #"{"type":"error","error":{"type":"billing_error","message":"insufficient credits (TH402)"},"request_id":"r\"1"}"#
        )
        #expect(
            Self.body(Self.broke, .google)
                == #"""
                {"error":{"code":402,"message":"insufficient credits (TH402)","status":"RESOURCE_EXHAUSTED",\#
                "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"TH402","domain":"thin"}]}}
                """#)
        #expect(Self.body(Self.disabled, .openai).contains(#""message":"disabled: ai (TH503)""#))
        #expect(
            Self.body(.invalidArgument("max_tokens", "is a \"number\""), .openai).contains(#""param":"max_tokens""#))
    }

    @Test func `all of them are JSON`() {
        for code in [400, 401, 402, 403, 404, 405, 409, 413, 429, 499, 500, 502, 503, 504] {
            for provider in Provider.allCases {
                let problem = Problem(.init(code: code), "TH\(code)", "m\n\"\\\u{1}", details: "é", hint: "h")
                #expect((try? JSONObject(Array(Self.body(problem, provider).utf8))) != nil, "\(provider) \(code)")
            }
        }
    }

    @Test func `nobody tries again where it can't help`() {
        let retry = HTTPField.Name("x-should-retry")
        for provider in Provider.allCases {
            for (problem, says) in [(Self.broke, "false"), (Self.disabled, "false"), (Self.busy, nil)] {
                let answer = ProviderProblem.answer(problem, of: provider, requestID: "r1")
                #expect(retry.flatMap { answer.headers[$0] } == says)
                #expect(answer.headers[.contentType] == "application/json")
                #expect(answer.status == problem.status)
            }
            #expect(ProviderProblem.answer(Self.busy, of: provider, requestID: "r1").headers[.retryAfter] == "3")
        }
    }

    /// An event that breaks a stream off is read as an error by the meter, as by an SDK.
    @Test func `a stream that is broken off ends with an error event`() throws {
        for answer in RecordedAnswer.all where answer.contentType?.hasPrefix("text/event-stream") == true {
            let bytes = Array(answer.body.utf8)
            for count in [0, bytes.count / 3, bytes.count / 2, bytes.count] {
                var meter = try answer.meter()
                meter.read(bytes[..<count])
                meter.read(
                    ProviderProblem.event(
                        Self.broke, of: answer.provider, operation: answer.operation, requestID: "r1",
                        interrupts: !meter.isBetweenEvents))
                #expect(meter.ending == .failed, "\(answer.testDescription) at \(count)")
                #expect(meter.isBetweenEvents)
            }
        }
    }
}
