extension RequestReader {
    static let chatMembers: Set<String> = [
        "model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "n", "service_tier", "messages",
        "tools", "functions", "web_search_options", "modalities", "prediction", "background", "prompt_cache_retention",
    ]
    static let responsesMembers: Set<String> = [
        "model", "stream", "max_output_tokens", "service_tier", "input", "instructions", "tools", "background",
        "previous_response_id", "conversation", "prompt", "context_management", "modalities", "prompt_cache_retention",
    ]
    static let embeddingsMembers: Set<String> = ["model", "input", "service_tier"]
    static let countMembers: Set<String> = ["model"]

    /// Tools that the caller runs. All others run at OpenAI, at prices of their own or on text that isn't in the body.
    private static let clientTools: Set<String> = ["function", "custom", "local_shell", "apply_patch"]

    mutating func readOpenAI(_ name: String) throws(WireProblem) {
        switch name {
        case "model": measure.model = try cursor.readOptionalString()
        case "stream": measure.isStream = try cursor.readOptionalBool() ?? false
        case "stream_options": try readStreamOptions()
        case "max_tokens", "max_completion_tokens", "max_output_tokens": try readCap(name)
        case "n": try readCandidates()
        case "service_tier": try readOpenAITier()
        case "input" where operation == .embeddings: try readInputs()
        case "messages", "input", "instructions": try readPrompt()
        case "tools": try readOpenAITools()
        case "functions": try readFunctions()
        case "prompt_cache_retention":
            // What is kept longer may be dearer to write.
            if let life = try cursor.readOptionalString(), life != "in_memory" { measure.caches1h = true }
        case "background":
            if try cursor.readOptionalBool() == true { addPaidFeature(name) }
        case "modalities": try readModalities(priced: ["text"])
        case "web_search_options": try readUnpriced("web_search")
        default: try readUnpriced(name)
        }
    }

    mutating func readCandidates() throws(WireProblem) {
        guard let count = try cursor.readOptionalCount() else { return }
        guard count <= Self.candidatesMax else { throw WireProblem("n", "is at most \(Self.candidatesMax)") }
        measure.candidates = count
    }

    /// What is produced apart from text has prices of its own.
    mutating func readModalities(priced: Set<String>) throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginArray()
        while try cursor.nextElement() {
            guard let modality = try cursor.readOptionalString(), !priced.contains(modality.lowercased()) else {
                continue
            }
            addPaidFeature("\(modality.lowercased())_output")
        }
    }

    private mutating func readStreamOptions() throws(WireProblem) {
        let start = cursor.position
        if try cursor.readNull() {
            nested = NestedObject(range: start..<cursor.position)
            return
        }
        var options = NestedObject(range: start..<start, inside: try cursor.beginObject())
        while let key = try cursor.nextKey() {
            options.members += 1
            guard try countingName(of: key, in: ["include_usage"]) != nil else {
                try readPlain()
                continue
            }
            let start = cursor.position
            let isOn = try cursor.readOptionalBool() ?? false
            options.usage = (start..<cursor.position, isOn)
        }
        nested = options
    }

    /// `auto` leaves the tier to the project's settings, which could be a dearer one.
    private mutating func readOpenAITier() throws(WireProblem) {
        let start = cursor.position
        guard let tier = try cursor.readOptionalString() else { return }
        switch tier {
        case "default": break
        case "auto": measure.tierSplice = BodyEditor.Splice(start..<cursor.position, "\"default\"")
        case "flex", "priority": measure.serviceTier = tier
        default: addPaidFeature("service_tier")
        }
    }

    private mutating func readOpenAITools() throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginArray()
        while try cursor.nextElement() {
            measure.parts += 1
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                guard key == "type" else {
                    try readPlain()
                    continue
                }
                let type = try cursor.readOptionalString() ?? "function"
                if !Self.clientTools.contains(type) { addPaidFeature(type) }
            }
        }
    }

    private mutating func readFunctions() throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginArray()
        while try cursor.nextElement() {
            measure.parts += 1
            try readPlain()
        }
    }

    /// One text, several, or the tokens of one or several.
    private mutating func readInputs() throws(WireProblem) {
        guard try cursor.kind() == .array else { return try readPrompt() }
        try cursor.beginArray()
        var count = 0
        while try cursor.nextElement() {
            // Tokens of one text are numbers.
            if try cursor.kind() != .number || count == 0 { count += 1 }
            try readPlain()
        }
        measure.inputs = max(count, 1)
    }
}
