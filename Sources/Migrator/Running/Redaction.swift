/// Keeps passwords out of what is shown of somebody's SQL.
enum Redaction {
    /// Characters shown.
    static let lineLength = 120

    /// A statement on one line, shortened, the string after any `password` left out.
    static func line(of sql: String) -> String {
        let text = Array(sql.utf8)
        var (line, isSecret) = ("", false)
        for token in Lexer.tokens(of: text) {
            switch token.kind {
            case .comment: continue
            case .space: line += " "
            case .string, .dollarString:
                line += isSecret ? "'…'" : String(decoding: text[token.range], as: UTF8.self)
                isSecret = false
            case .word:
                let word = String(decoding: text[token.range], as: UTF8.self)
                isSecret = word.lowercased() == "password"
                line += word
            default: line += String(decoding: text[token.range], as: UTF8.self)
            }
            if line.count > lineLength { return line.prefix(lineLength) + "…" }
        }
        return line
    }
}
