/// What a statement of `code/` makes, as it is written.
struct CodeObject: Hashable {
    /// What can be made there that the server may refuse to replace.
    enum Kind: Hashable {
        /// A view, materialised or not.
        case view
        /// A function or procedure.
        case routine
    }

    let kind: Kind
    /// Its name as written, perhaps with a schema.
    let name: String

    /// Its name without a schema, as the catalogue has it.
    var plainName: String {
        let text = Array(name.utf8)
        let words = Lexer.tokens(of: text).filter { $0.kind == .word || $0.kind == .quotedName }
        guard let last = words.last else { return name }
        let word = String(decoding: text[last.range], as: UTF8.self)
        guard last.kind == .quotedName else { return word.lowercased() }
        return String(word.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }

    /// Reads a statement; nil for any other.
    init?(_ statement: Statement) {
        guard statement.words.first == "create" else { return nil }
        let text = Array(statement.text.utf8)
        var words = Array(
            Lexer.tokens(of: text).lazy.filter { $0.kind != .space && $0.kind != .comment }.prefix(16)
                .map { String(decoding: text[$0.range], as: UTF8.self) })[...]
        words = words.dropFirst()
        let adjectives: Set<String> = ["or", "replace", "recursive", "materialized"]
        while let word = words.first?.lowercased(), adjectives.contains(word) { words = words.dropFirst() }
        switch words.first?.lowercased() {
        case "view": kind = .view
        case "function", "procedure": kind = .routine
        default: return nil
        }
        words = words.dropFirst()
        while let word = words.first?.lowercased(), ["if", "not", "exists"].contains(word) { words = words.dropFirst() }
        guard let first = words.first else { return nil }
        let rest = words.dropFirst()
        name = rest.first == "." ? "\(first).\(rest.dropFirst().first ?? "")" : first
    }
}
