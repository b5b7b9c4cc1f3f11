/// Finds `$n` in SQL, telling it from the same characters in literals, names, dollar quotes and comments.
///
/// Source: PostgreSQL documentation, "Lexical Structure"; strings are read as with
/// `standard_conforming_strings` on.
struct Placeholders {
    private let text: [UInt8]
    private let offset: Int
    private var position = 0
    private var output: [UInt8] = []

    /// The SQL with every placeholder's number raised by `offset`.
    static func renumbered(_ sql: String, by offset: Int) -> String {
        guard offset > 0 else { return sql }
        var placeholders = Placeholders(text: Array(sql.utf8), offset: offset)
        placeholders.copyAll()
        return String(decoding: placeholders.output, as: UTF8.self)
    }

    private init(text: [UInt8], offset: Int) {
        self.text = text
        self.offset = offset
        output.reserveCapacity(text.count + 8)
    }

    private mutating func copyAll() {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "'"): copyQuoted(by: UInt8(ascii: "'"), escapes: followsEscapeMark)
            case UInt8(ascii: "\""): copyQuoted(by: UInt8(ascii: "\""), escapes: false)
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): copy(until: [UInt8(ascii: "\n")])
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): copyComment()
            case UInt8(ascii: "$") where !followsName: copyDollar()
            default: copy(1)
            }
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < text.count ? text[position + distance] : nil
    }

    /// `a$1` is a name, not a placeholder.
    private var followsName: Bool {
        position > 0 && (Self.isName(text[position - 1]) || text[position - 1] == UInt8(ascii: "$"))
    }

    /// `E'…'`, where a backslash escapes.
    private var followsEscapeMark: Bool {
        guard position > 0, text[position - 1] | 0x20 == UInt8(ascii: "e") else { return false }
        return position == 1 || !Self.isName(text[position - 2])
    }

    private static func isName(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func copy(_ count: Int) {
        let end = min(position + count, text.count)
        output += text[position..<end]
        position = end
    }

    private mutating func copy(until mark: [UInt8]) {
        while position < text.count {
            if text[position...].starts(with: mark) { return copy(mark.count) }
            copy(1)
        }
    }

    private mutating func copyQuoted(by quote: UInt8, escapes: Bool) {
        copy(1)
        while position < text.count {
            if escapes, text[position] == UInt8(ascii: "\\") {
                copy(2)
                continue
            }
            let ends = text[position] == quote
            copy(1)
            if ends { return }
        }
    }

    private mutating func copyComment() {
        var depth = 0
        repeat {
            if text[position...].starts(with: "/*".utf8) {
                depth += 1
                copy(2)
            } else if text[position...].starts(with: "*/".utf8) {
                depth -= 1
                copy(2)
            } else {
                copy(1)
            }
        } while depth > 0 && position < text.count
    }

    private mutating func copyDollar() {
        var end = position + 1
        while end < text.count, Self.isName(text[end]) { end += 1 }
        let word = text[(position + 1)..<end]
        if let number = Int(String(decoding: word, as: UTF8.self)) {
            output += Array("$\(number + offset)".utf8)
            position = end
        } else if end < text.count, text[end] == UInt8(ascii: "$"), word.first.map(Self.isDigit) != true {
            let tag = Array(text[position...end])
            copy(tag.count)
            copy(until: tag)
        } else {
            copy(1)
        }
    }
}
