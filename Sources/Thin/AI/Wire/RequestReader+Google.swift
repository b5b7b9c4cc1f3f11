extension RequestReader {
    static let generateMembers: Set<String> = [
        "model", "contents", "system_instruction", "tools", "generation_config", "cached_content", "service_tier",
    ]
    static let embedMembers: Set<String> = ["model", "content", "requests"]

    private static let configMembers: Set<String> = [
        "max_output_tokens", "candidate_count", "thinking_config", "response_modalities", "speech_config",
        "image_config",
    ]

    mutating func readGoogle(_ name: String) throws(WireProblem) {
        switch name {
        case "model": try readGoogleModel()
        case "contents", "system_instruction", "content": try readPrompt()
        case "tools": try readGoogleTools()
        case "generation_config": try readGenerationConfig()
        case "service_tier":
            try readTier(
                standard: ["standard", "unspecified", "service_tier_unspecified"], priced: ["flex", "priority"])
        case "requests": try readEmbedRequests()
        default: try readUnpriced(name)
        }
    }

    /// The path's model again, or nothing: a call has one price.
    private mutating func readGoogleModel() throws(WireProblem) {
        guard let name = try cursor.readOptionalString(), let pathModel else { return }
        guard name == pathModel || name == "models/\(pathModel)" || operation == .countTokens else {
            throw WireProblem("model", "is the model of the path")
        }
    }

    private mutating func readGoogleTools() throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginArray()
        while try cursor.nextElement() {
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                guard try countingName(of: key, in: ["function_declarations"]) != nil else {
                    try readUnpriced(key)
                    continue
                }
                if try cursor.readNull() { continue }
                try cursor.beginArray()
                while try cursor.nextElement() {
                    measure.parts += 1
                    try readPlain()
                }
            }
        }
    }

    private mutating func readGenerationConfig() throws(WireProblem) {
        let start = cursor.position
        if try cursor.readNull() {
            nested = NestedObject(range: start..<cursor.position)
            return
        }
        var config = NestedObject(range: start..<start, inside: try cursor.beginObject())
        var seen: Set<String> = []
        while let key = try cursor.nextKey() {
            config.members += 1
            guard let name = try countingName(of: key, in: Self.configMembers) else {
                try readPlain()
                continue
            }
            guard seen.insert(name).inserted else { throw cursor.problem("each key stands once") }
            switch name {
            case "max_output_tokens": try readCap("generationConfig.maxOutputTokens")
            case "candidate_count": try readCandidates()
            case "thinking_config": try readThinkingConfig()
            case "response_modalities": try readModalities(priced: ["text", "modality_unspecified"])
            default: try readUnpriced(name)
            }
        }
        nested = config
    }

    private mutating func readThinkingConfig() throws(WireProblem) {
        if try cursor.readNull() { return }
        var hasBudget = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard try countingName(of: key, in: ["thinking_budget"]) != nil else {
                try readPlain()
                continue
            }
            guard !hasBudget else { throw cursor.problem("each key stands once") }
            hasBudget = true
            guard try cursor.kind() == .number else {
                _ = try cursor.readOptionalCount()
                continue
            }
            // 0 is none, -1 as much as the model likes.
            let text = try cursor.readNumber()
            guard text.utf8.count <= 15, let budget = Int(text) else {
                throw WireProblem("generationConfig.thinkingConfig.thinkingBudget", "is a whole number")
            }
            measure.askedThinking = budget > 0 ? budget : nil
        }
    }

    private mutating func readEmbedRequests() throws(WireProblem) {
        try cursor.beginArray()
        var count = 0
        while try cursor.nextElement() {
            count += 1
            try cursor.beginObject()
            var seen: Set<String> = []
            while let key = try cursor.nextKey() {
                guard let name = try countingName(of: key, in: ["model", "content"]) else {
                    try readPlain()
                    continue
                }
                guard seen.insert(name).inserted else { throw cursor.problem("each key stands once") }
                if name == "model" { try readGoogleModel() } else { try readPrompt() }
            }
        }
        measure.inputs = max(count, 1)
    }
}
