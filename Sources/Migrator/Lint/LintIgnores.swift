/// Squawk's comments: `-- squawk-ignore <rule>, …` above a statement and `-- squawk-ignore-file [<rule>, …]` anywhere.
struct LintIgnores {
    private var everywhere: Set<String>?
    /// Rules by the line that the comment ends on.
    private var lines: [Int: Set<String>] = [:]
    private let file: SourceFile

    init(_ file: SourceFile) {
        self.file = file
        var lexer = Lexer(Array(file.sql.utf8))
        while let token = lexer.next() {
            guard token.kind == .comment else { continue }
            let comment = String(decoding: lexer.text[token.range], as: UTF8.self)
            let words = comment.split { " ,\t\n-/*".contains($0) && $0 != "-" }.map(String.init)
                .filter { $0 != "--" }
            guard let first = words.first else { continue }
            let rules = Set(words.dropFirst())
            if first == "squawk-ignore-file" {
                everywhere = rules.isEmpty ? [] : (everywhere ?? []).union(rules)
            } else if first == "squawk-ignore" {
                lines[file.place(ofByte: token.range.upperBound).line, default: []].formUnion(rules)
            }
        }
    }

    /// Whether a rule is not to be applied to a statement: the comment stands right above it, or above one of its lines.
    func covers(_ rule: String, at statement: Statement) -> Bool {
        if let everywhere, everywhere.isEmpty || everywhere.contains(rule) { return true }
        guard statement.file == file else { return LintIgnores(statement.file).covers(rule, at: statement) }
        let count = statement.text.utf8.count { $0 == Byte.newline }
        return ((statement.line - 1)...(statement.line + count)).contains { lines[$0]?.contains(rule) == true }
    }
}
