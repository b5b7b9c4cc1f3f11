extension RequestReader {
    /// Something in a message that isn't text.
    private struct Attachment {
        var type: String?
        var mediaType: String?
        /// Whether it is named by an address or id.
        var isReference = false
        /// The text of what it carries, in case that it is read as text after all.
        var text = TextWeight()
        /// The longest string in it, as bytes on the wire.
        var contentBytes = 0
        /// What the string begins with.
        var prefix = ""
    }

    /// What a message's part holds apart from its type.
    private struct Part {
        var type: String?
        var sources: [Attachment] = []
        var hasID = false
        var hasRole = false
        var hasFileID = false
        var hasEncryptedContent = false
    }

    /// Members whose values a model reads as they are: arguments, results, schemas.
    private static let plainMembers: Set<String> = [
        "input", "args", "response", "arguments", "parameters", "input_schema", "metadata",
    ]

    /// Reads messages, or parts of them, or text.
    mutating func readPrompt(isElement: Bool = true) throws(WireProblem) {
        switch try cursor.kind() {
        case .string:
            if isElement { measure.parts += 1 }
            try cursor.weighString(&measure.text)
        case .array:
            try cursor.beginArray()
            while try cursor.nextElement() { try readPrompt() }
        case .object: try readPart()
        default: try readPlain()
        }
    }

    private mutating func readPart() throws(WireProblem) {
        measure.parts += 1
        var part = Part()
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try readPartMember(key, of: &part) }
        for source in part.sources { place(source, in: part) }
        if part.hasFileID { count(part.type?.contains("image") == true ? "image" : "document") }
        if part.type == "container_upload" { addPaidFeature("container_upload") }
        if operation == .responses { placeStoredItem(part) }
    }

    private mutating func readPartMember(_ key: String, of part: inout Part) throws(WireProblem) {
        switch key {
        case "type" where try cursor.kind() == .string:
            let type = try cursor.readString()
            measure.text.add(type)
            part.type = type
        case "image_url", "input_audio", "file", "source", "inlineData", "inline_data", "fileData", "file_data",
            "file_url":
            if try cursor.readNull() { return }
            try readAttachment(key, of: &part)
        case "audio" where try cursor.kind() == .object:
            count("audio")
            try readPlain()
        case "file_id":
            part.hasFileID = try !cursor.readNull()
            if part.hasFileID { try readPlain() }
        case "cache_control": try readCacheControl()
        case "id", "role", "encrypted_content":
            if try cursor.readNull() { return }
            if key == "id" { part.hasID = true }
            if key == "role" { part.hasRole = true }
            if key == "encrypted_content" { part.hasEncryptedContent = true }
            try readPlain()
        default:
            if Self.plainMembers.contains(key) { try readPlain() } else { try readPrompt(isElement: false) }
        }
    }

    private mutating func readAttachment(_ key: String, of part: inout Part) throws(WireProblem) {
        var attachment = Attachment()
        switch try cursor.kind() {
        case .string: try readContent(of: &attachment)
        case .object:
            try cursor.beginObject()
            while let member = try cursor.nextKey() { try readMember(member, of: &attachment) }
        default: return try readPlain()
        }
        switch key {
        case "image_url":
            // A data URL of anything else may be read as something else.
            if attachment.prefix.hasPrefix("data:") && !attachment.prefix.hasPrefix("data:image/") {
                measure.text.add(attachment.text)
            }
            count("image")
        case "input_audio": count("audio")
        case "file", "file_url": count("document")
        case "file_data" where attachment.mediaType == nil && !attachment.isReference: count("document")
        case "source": part.sources.append(attachment)
        default: placeByMediaType(attachment)
        }
    }

    private mutating func readMember(_ key: String, of attachment: inout Attachment) throws(WireProblem) {
        switch key {
        case "type" where try cursor.kind() == .string: attachment.type = try cursor.readString()
        case "media_type", "mime_type", "mimeType":
            guard attachment.mediaType == nil else { throw cursor.problem("each key stands once") }
            attachment.mediaType = try cursor.readOptionalString()?.lowercased()
        case "data", "url", "file_data":
            if try cursor.kind() == .string { try readContent(of: &attachment) } else { try readPlain() }
        case "file_id", "file_uri", "fileUri":
            attachment.isReference = try !cursor.readNull()
            if attachment.isReference { try readPlain() }
        case "content": try readPrompt()
        case "cache_control": try readCacheControl()
        default: try readPlain()
        }
    }

    private mutating func readContent(of attachment: inout Attachment) throws(WireProblem) {
        let start = cursor.position
        var weight = TextWeight()
        try cursor.weighString(&weight)
        attachment.text.add(weight)
        let wire = cursor.bytes[start + 1..<cursor.position - 1]
        if wire.count >= attachment.contentBytes {
            attachment.contentBytes = wire.count
            attachment.prefix = String(decoding: wire.prefix(32), as: UTF8.self).lowercased()
        }
    }

    /// Anthropic's `source`: an image or a document, or text.
    private mutating func place(_ source: Attachment, in part: Part) {
        switch source.type {
        case "base64", "url", "file":
            let isImage = source.mediaType?.hasPrefix("image/") ?? (part.type == "image")
            count(isImage && part.type == "image" ? "image" : "document")
        case "text", "content": measure.text.add(source.text)
        default:
            // A string, such as where a search result is from, or nothing known.
            measure.text.add(source.text)
            if source.type != nil || source.mediaType != nil { count("document") }
        }
    }

    /// Google's `inlineData` and `fileData`.
    private mutating func placeByMediaType(_ attachment: Attachment) {
        let kind = attachment.mediaType ?? ""
        if kind.hasPrefix("image/") {
            count("image")
        } else if kind.hasPrefix("audio/") {
            count("audio")
        } else if kind.hasPrefix("video/") {
            count("video")
        } else if kind.hasPrefix("text/") && !attachment.isReference {
            // Base64 of what is read as text has more bytes than the text.
            measure.text.addDense(attachment.contentBytes)
        } else {
            count("document")
        }
    }

    /// An item of a response that is stored at OpenAI and read from there.
    private mutating func placeStoredItem(_ part: Part) {
        guard part.hasID else { return }
        switch part.type {
        case "item_reference": addPaidFeature("item_reference")
        case nil where !part.hasRole: addPaidFeature("item_reference")
        case "reasoning" where !part.hasEncryptedContent: measure.text.addDense(Self.storedReasoningTokens)
        default: break
        }
    }

    private mutating func count(_ kind: String) {
        measure.media[kind, default: 0] += 1
    }

    /// Reads anything as text: keys, strings, numbers, and the marks between them.
    mutating func readPlain() throws(WireProblem) {
        switch try cursor.kind() {
        case .string:
            measure.text.addDense(1)
            try cursor.weighString(&measure.text)
        case .number: measure.text.addDense(try cursor.readNumber().utf8.count)
        case .bool:
            _ = try cursor.readOptionalBool()
            measure.text.addDense(1)
        case .null:
            _ = try cursor.readNull()
            measure.text.addDense(1)
        case .array:
            measure.text.addDense(1)
            try cursor.beginArray()
            while try cursor.nextElement() { try readPlain() }
        case .object:
            measure.text.addDense(1)
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                measure.text.add(key)
                measure.text.addDense(2)
                if key == "cache_control" { try readCacheControl() } else { try readPlain() }
            }
        }
    }
}
