extension RequestReader {
    static let messagesMembers: Set<String> = [
        "model", "stream", "max_tokens", "service_tier", "thinking", "system", "messages", "tools", "mcp_servers",
        "container", "speed", "inference_geo", "cache_control", "context_management",
    ]

    /// Tools of Anthropic's that the caller runs.
    private static let clientTools = ["bash_", "text_editor_", "computer_", "memory_"]

    mutating func readAnthropic(_ name: String) throws(WireProblem) {
        switch name {
        case "model": measure.model = try cursor.readOptionalString()
        case "stream": measure.isStream = try cursor.readOptionalBool() ?? false
        case "max_tokens": try readCap(name)
        case "service_tier": try readTier(standard: ["auto", "standard_only"], priced: [])
        case "thinking": try readThinking()
        case "system", "messages": try readPrompt()
        case "tools": try readAnthropicTools()
        case "cache_control": try readCacheControl()
        case "mcp_servers":
            if try cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() {
                    addPaidFeature("mcp_servers")
                    try readPlain()
                }
            } else {
                try readUnpriced(name)
            }
        case "speed": try readUnlessPlain(name, ["standard"])
        case "inference_geo": try readUnlessPlain(name, ["global"])
        case "context_management": try readContextManagement()
        default: try readUnpriced(name)
        }
    }

    /// A string whose other values change the price.
    private mutating func readUnlessPlain(_ name: String, _ plain: Set<String>) throws(WireProblem) {
        guard let value = try cursor.readOptionalString(), !plain.contains(value) else { return }
        addPaidFeature(name)
    }

    private mutating func readThinking() throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if try countingName(of: key, in: ["budget_tokens"]) != nil {
                measure.askedThinking = try cursor.readOptionalCount()
            } else {
                try readPlain()
            }
        }
    }

    /// Clearing old results costs nothing, compacting is a call of its own.
    private mutating func readContextManagement() throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard key == "edits", try cursor.kind() == .array else {
                try readPlain()
                continue
            }
            try cursor.beginArray()
            while try cursor.nextElement() {
                try cursor.beginObject()
                while let key = try cursor.nextKey() {
                    guard key == "type" else {
                        try readPlain()
                        continue
                    }
                    if try cursor.readOptionalString()?.hasPrefix("clear_") != true {
                        addPaidFeature("context_management")
                    }
                }
            }
        }
    }

    private mutating func readAnthropicTools() throws(WireProblem) {
        if try cursor.readNull() { return }
        try cursor.beginArray()
        var isFirst = true
        while try cursor.nextElement() {
            measure.parts += 1
            if isFirst { measure.text.addDense(Self.toolPromptTokens) }
            isFirst = false
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "type": try readAnthropicToolType()
                case "cache_control": try readCacheControl()
                default: try readPlain()
                }
            }
        }
    }

    private mutating func readAnthropicToolType() throws(WireProblem) {
        let type = try cursor.readOptionalString() ?? "custom"
        if type == "custom" { return }
        if Self.clientTools.contains(where: type.hasPrefix) {
            measure.text.addDense(Self.toolPromptTokens)
        } else {
            // web_search_20250305 is web_search.
            let name = type.split(separator: "_")
            let isDated = name.last.map { $0.count == 8 && $0.allSatisfy(\.isNumber) } ?? false
            addPaidFeature((isDated ? name.dropLast() : name[...]).joined(separator: "_"))
        }
    }

    /// A cache that is to be written; one of unknown life is taken for the dearer one.
    mutating func readCacheControl() throws(WireProblem) {
        guard try cursor.kind() == .object else { return try readPlain() }
        var life = "5m"
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if try countingName(of: key, in: ["ttl"]) != nil, try cursor.kind() == .string {
                life = try cursor.readString()
            } else {
                try readPlain()
            }
        }
        if life == "5m" { measure.caches5m = true } else { measure.caches1h = true }
    }
}
