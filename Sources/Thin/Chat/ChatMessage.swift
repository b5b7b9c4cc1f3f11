/// What a client says in a session: words and files. There is nothing else that it could say, and so no role.
struct ChatMessage: Sendable, Equatable {
    let content: String
    /// A JSON array of ids.
    let files: [UInt8]

    /// - Parameter body: `{"content": …, "file_ids": […]}`.
    /// - Throws: `Problem` 400 for anything else.
    init(_ body: [UInt8]) throws(Problem) {
        let object: JSONObject
        do throws(JSONObject.Refusal) {
            object = try JSONObject(body)
        } catch {
            throw .invalidArgument(error.field, error.reason.rawValue)
        }
        var (content, files): (String?, [UInt8]) = (nil, Array("[]".utf8))
        for (key, value) in object.members {
            switch (key, value) {
            // libpq's text ends there.
            case ("content", .string(let text)) where !text.utf8.contains(0): content = text
            case ("content", _): throw .invalidArgument("content", "content is text up to 100 kb")
            case ("file_ids", .nested(let ids)) where ids.first == UInt8(ascii: "["): files = ids
            case ("file_ids", _): throw .invalidArgument("file_ids", "file_ids are a list")
            default: throw .invalidArgument(key, "a message has content and file_ids")
            }
        }
        guard let content else { throw .invalidArgument("content", "content is required") }
        self.content = content
        self.files = files
    }
}
