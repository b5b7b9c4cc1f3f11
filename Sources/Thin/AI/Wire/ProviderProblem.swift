package import HTTPTypes

/// A problem in the shape in which a provider's SDK expects errors. Thin's own code is always to be found in it.
package enum ProviderProblem {
    /// As a whole answer.
    package static func answer(
        _ problem: Problem, of provider: Provider, requestID: String
    ) -> (status: HTTPResponse.Status, headers: HTTPFields, body: String) {
        var headers = problem.headers
        headers[.contentType] = "application/json"
        if problem.defiesRetries { headers[.xShouldRetry] = "false" }
        if provider == .anthropic { headers[.anthropicRequestID] = requestID }
        return (problem.status, headers, body(problem, of: provider, requestID: requestID))
    }

    /// As the last event of a stream that is broken off: one that just ends looks complete to all SDKs.
    ///
    /// - Parameter interrupts: Whether an event was being sent, which is to be ended first.
    package static func event(
        _ problem: Problem, of provider: Provider, operation: Operation, requestID: String, interrupts: Bool
    ) -> [UInt8] {
        let start = interrupts ? "\n\n" : ""
        let body = body(problem, of: provider, requestID: requestID)
        return switch provider {
        case .openai where operation == .responses:
            // The SDKs raise for the member `error`, other readers for the event's type.
            Array("\(start)event: error\ndata: {\(responsesMembers(problem)),\(body.dropFirst())\n\n".utf8)
        case .openai, .google: Array("\(start)data: \(body)\n\n".utf8)
        case .anthropic: Array("\(start)event: error\ndata: \(body)\n\n".utf8)
        }
    }

    private static func body(_ problem: Problem, of provider: Provider, requestID: String) -> String {
        let message = JSONText.quoted(problem.sentence)
        let code = JSONText.quoted(problem.code)
        switch provider {
        case .openai:
            let parameter = problem.code == "TH001" ? problem.details.map(JSONText.quoted) : nil
            let type = JSONText.quoted(problem.openAIType)
            return
                "{\"error\":{\"message\":\(message),\"type\":\(type),\"param\":\(parameter ?? "null"),\"code\":\(code)}}"
        case .anthropic:
            let type = JSONText.quoted(problem.anthropicType)
            return """
                {"type":"error","error":{"type":\(type),"message":\(message)},\
                "request_id":\(JSONText.quoted(requestID))}
                """
        case .google:
            let reason = """
                {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":\(code),"domain":"thin"}
                """
            return """
                {"error":{"code":\(problem.status.code),"message":\(message),\
                "status":\(JSONText.quoted(problem.googleStatus)),"details":[\(reason)]}}
                """
        }
    }

    private static func responsesMembers(_ problem: Problem) -> String {
        """
        "type":"error","code":\(JSONText.quoted(problem.code)),"message":\(JSONText.quoted(problem.sentence)),\
        "param":null,"sequence_number":0
        """
    }
}

extension Problem {
    /// All that it says, in one line.
    fileprivate var sentence: String {
        let facts = [message, details, hint].compactMap { $0 }.filter { !$0.isEmpty }
        return "\(facts.joined(separator: ": ")) (\(code))"
    }

    /// Whether trying again can't help, although SDKs try again on its status.
    fileprivate var defiesRetries: Bool {
        switch (status.code, code) {
        case (402, _), (_, "TH503"): true
        case (409, _): code != "TH423"
        default: false
        }
    }

    fileprivate var openAIType: String {
        switch status.code {
        case 401: "authentication_error"
        case 402: "insufficient_quota"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 429: "rate_limit_error"
        case 503: "service_unavailable_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    fileprivate var anthropicType: String {
        switch status.code {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 503, 529: "overloaded_error"
        case 504: "timeout_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    /// google.rpc.Code by its HTTP mapping.
    fileprivate var googleStatus: String {
        switch status.code {
        case 401: "UNAUTHENTICATED"
        case 402, 429: "RESOURCE_EXHAUSTED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 405, 501: "UNIMPLEMENTED"
        case 409: "ABORTED"
        case 499: "CANCELLED"
        case 502, 503: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        case 500...: "INTERNAL"
        default: "INVALID_ARGUMENT"
        }
    }
}

extension HTTPField.Name {
    fileprivate static let xShouldRetry = Self(known: "x-should-retry")
    fileprivate static let anthropicRequestID = Self(known: "request-id")
}
