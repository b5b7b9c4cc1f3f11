/// What the comments at a file's head ask for.
///
/// `-- no-transaction` is the first line; anything else is `-- migrator: <word> [<value>]`, before the first statement.
struct Directives: Sendable, Hashable {
    /// Statements run one by one, outside a transaction.
    var isOutsideTransaction = false
    /// Longest wait for a lock on an object.
    var lockTimeout: Duration?
    /// Longest run of a statement.
    var statementTimeout: Duration?
    /// May be applied although a newer one is.
    var allowsOutOfOrder = false
    /// Variables are put into dollar quotes too.
    var expandsBodies = false
    /// Files that are to be installed before.
    var requires: [String] = []

    private static let mark = "migrator:"

    init() {}

    /// Reads them.
    ///
    /// - Throws: `FileError` for a directive nobody knows, whose silence would be taken for consent.
    init(of file: SourceFile) throws(FileError) {
        var lexer = Lexer(Array(file.sql.utf8))
        while let token = lexer.next(), token.kind == .space || token.kind == .comment {
            guard token.kind == .comment else { continue }
            let comment = String(decoding: lexer.text[token.range], as: UTF8.self)
            guard comment.hasPrefix("--") else { continue }
            let words = comment.dropFirst(2).split(separator: " ").map(String.init)
            if token.range.lowerBound == 0, words == ["no-transaction"] { isOutsideTransaction = true }
            guard words.first == Self.mark else { continue }
            do throws(Unknown) {
                try take(words.dropFirst().map { $0 })
            } catch {
                throw FileError(
                    "this is no directive", in: file, at: token.range.lowerBound,
                    hint: "there are no-transaction, lock-timeout <time>, statement-timeout <time>, out-of-order, "
                        + "variables-in-bodies and requires <path>; a time is as 500ms, 2s, 5min or 1h")
            }
        }
    }

    private struct Unknown: Error {}

    private mutating func take(_ words: [String]) throws(Unknown) {
        switch (words.first, words.count) {
        case ("no-transaction", 1): isOutsideTransaction = true
        case ("out-of-order", 1): allowsOutOfOrder = true
        case ("variables-in-bodies", 1): expandsBodies = true
        case ("requires", 2...): requires += words.dropFirst()
        case ("lock-timeout", 2): lockTimeout = try Self.duration(words[1])
        case ("statement-timeout", 2): statementTimeout = try Self.duration(words[1])
        default: throw Unknown()
        }
    }

    private static func duration(_ text: String) throws(Unknown) -> Duration {
        guard let duration = Duration(setting: text) else { throw Unknown() }
        return duration
    }
}

extension Duration {
    /// A time as PostgreSQL's settings write it: `500ms`, `2s`, `5min`, `1h`; at most a day.
    public init?(setting text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), digits.count <= 8 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(count)
        case "s": self = .seconds(count)
        case "min": self = .seconds(count * 60)
        case "h": self = .seconds(count * 3600)
        default: return nil
        }
        if self > .seconds(86_400) { return nil }
    }
}
