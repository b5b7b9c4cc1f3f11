extension ModelRequest {
    /// The members of an item of `ai.admit_many` that the request tells, without braces: all but who calls, the digest and
    /// what is known of retries.
    package var facts: String {
        var members = [
            "\"provider\":\(JSONText.quoted(provider.rawValue))",
            "\"operation\":\(JSONText.quoted(operation.rawValue))",
            "\"model\":\(model.map(JSONText.quoted) ?? "null")",
            "\"service_tier\":\(JSONText.quoted(measure.serviceTier))",
            "\"is_stream\":\(isStream)",
            "\"text_bytes\":\(measure.text.bytes)",
            "\"dense_bytes\":\(measure.text.denseBytes)",
            "\"parts\":\(measure.parts)",
            "\"inputs\":\(measure.inputs)",
            "\"asked_output\":\(measure.askedOutput.map(String.init) ?? "null")",
            "\"candidates\":\(measure.candidates)",
            "\"asked_thinking\":\(measure.askedThinking.map(String.init) ?? "null")",
            "\"caches_5m\":\(measure.caches5m)",
            "\"caches_1h\":\(measure.caches1h)",
            "\"paid_features\":[\(measure.paidFeatures.sorted().map(JSONText.quoted).joined(separator: ","))]",
        ]
        if !measure.media.isEmpty {
            let counts = measure.media.sorted { $0.key < $1.key }.map { "\(JSONText.quoted($0.key)):\($0.value)" }
            members.append("\"media\":{\(counts.joined(separator: ","))}")
        }
        return members.joined(separator: ",")
    }
}
