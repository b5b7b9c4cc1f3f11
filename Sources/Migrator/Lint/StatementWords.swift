/// A statement's words and symbols without comments, names unfolded and the rest in lower case.
struct StatementWords {
    private let words: [String]

    init(_ statement: Statement) {
        let text = Array(statement.text.utf8)
        words = Lexer.tokens(of: text).lazy.filter { $0.kind != .space && $0.kind != .comment }.map { token in
            let word = String(decoding: text[token.range], as: UTF8.self)
            return token.kind == .word ? word.lowercased() : word
        }
    }

    private init(_ words: ArraySlice<String>) {
        self.words = Array(words)
    }

    /// Whether these words come first.
    func begins(with words: String...) -> Bool { self.words.starts(with: words) }

    /// Whether these words stand in it one after the other.
    func has(_ words: String...) -> Bool { range(of: words) != nil }

    /// What follows these words, each of which may stand or be left out where they come first.
    func skipping(_ optional: String...) -> StatementWords {
        StatementWords(words.drop { optional.contains($0) })
    }

    /// What follows the first of these words.
    func after(_ words: String...) -> StatementWords? {
        range(of: words).map { StatementWords(self.words[$0.upperBound...]) }
    }

    /// The name that comes first, with its schema unless that is `public`.
    var name: String? {
        guard let first = words.first else { return nil }
        guard words.dropFirst().first == ".", let second = words.dropFirst(2).first else { return Self.plain(first) }
        return first == "public" ? Self.plain(second) : "\(Self.plain(first)).\(Self.plain(second))"
    }

    /// The actions of an `alter table`: what stands between commas outside parentheses, after the table's name.
    var actions: [StatementWords] {
        var (rest, depth, actions) = (
            words.dropFirst(words.dropFirst().first == "." ? 3 : 1), 0, [ArraySlice<String>]()
        )
        var start = rest.startIndex
        for index in rest.indices {
            switch rest[index] {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth == 0:
                actions.append(rest[start..<index])
                start = index + 1
            default: break
            }
        }
        rest = rest[start...]
        return (actions + [rest]).map { StatementWords($0) }
    }

    private static func plain(_ word: String) -> String {
        word.hasPrefix("\"") ? String(word.dropFirst().dropLast()) : word
    }

    private func range(of words: [String]) -> Range<Int>? {
        guard let count = Optional(words.count), self.words.count >= count else { return nil }
        for start in 0...(self.words.count - count) where self.words[start..<(start + count)].elementsEqual(words) {
            return start..<(start + count)
        }
        return nil
    }
}
