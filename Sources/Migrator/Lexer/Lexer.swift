/// Takes SQL apart as psql and the server do.
///
/// Pure, and total: any bytes at all come apart into tokens that are those bytes again.
///
/// Source: PostgreSQL, `src/fe_utils/psqlscan.l` and "Lexical Structure".
public struct Lexer: Sendable {
    let text: [UInt8]
    /// Whether a backslash escapes in a string without prefix: `standard_conforming_strings` is off.
    var backslashEscapes: Bool
    var position = 0

    /// - Parameters:
    ///   - text: UTF-8.
    ///   - backslashEscapes: Whether a backslash escapes in a string without prefix, as with
    ///     `standard_conforming_strings` off.
    public init(_ text: [UInt8], backslashEscapes: Bool = false) {
        self.text = text
        self.backslashEscapes = backslashEscapes
    }

    /// The next token; nil at the end.
    public mutating func next() -> Token? {
        guard position < text.count else { return nil }
        let start = position
        let (kind, isTerminated) = take()
        return Token(kind: kind, range: start..<position, isUnterminated: !isTerminated)
    }

    /// All tokens of a text.
    public static func tokens(of text: [UInt8], backslashEscapes: Bool = false) -> [Token] {
        var lexer = Lexer(text, backslashEscapes: backslashEscapes)
        var tokens: [Token] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    /// Takes the lines below `copy … from stdin;` up to `\.`, or to the end, with the rest of the line that the
    /// statement ends on.
    mutating func takeCopyData() {
        takeLine()
        while position < text.count {
            let start = position
            takeLine()
            if text[start..<position].elementsEqual("\\.\n".utf8) || text[start..<position].elementsEqual("\\.".utf8) {
                return
            }
        }
    }

    private mutating func takeLine() {
        while position < text.count, text[position] != Byte.newline { position += 1 }
        position = min(position + 1, text.count)
    }

    private mutating func take() -> (Token.Kind, Bool) {
        let byte = text[position]
        switch byte {
        case Byte.quote: return takeString(escapes: backslashEscapes)
        case Byte.doubleQuote: return (.quotedName, takeQuoted(by: Byte.doubleQuote))
        case Byte.dollar: return takeDollar()
        case Byte.colon: return (takeColon(), true)
        case Byte.semicolon: return (single(.semicolon), true)
        case Byte.backslash:
            takeCommand()
            return (.command, true)
        case Byte.dash where peek(1) == Byte.dash:
            while position < text.count, !Byte.endsLine(text[position]) { position += 1 }
            return (.comment, true)
        case Byte.slash where peek(1) == Byte.star: return (.comment, takeBlockComment())
        case _ where Byte.isSpace(byte):
            while position < text.count, Byte.isSpace(text[position]) { position += 1 }
            return (.space, true)
        case _ where Byte.startsWord(byte): return takeWord()
        case _ where Byte.isDigit(byte):
            takeNumber()
            return (.number, true)
        default: return (single(.symbol), true)
        }
    }

    func peek(_ distance: Int) -> UInt8? {
        position + distance < text.count ? text[position + distance] : nil
    }

    mutating func single(_ kind: Token.Kind) -> Token.Kind {
        position += 1
        return kind
    }

    private mutating func takeCommand() {
        while position < text.count, text[position] != Byte.newline { position += 1 }
    }

    private mutating func takeBlockComment() -> Bool {
        var depth = 0
        while position < text.count {
            if text[position] == Byte.slash, peek(1) == Byte.star {
                depth += 1
                position += 2
            } else if text[position] == Byte.star, peek(1) == Byte.slash {
                depth -= 1
                position += 2
                if depth == 0 { return true }
            } else {
                position += 1
            }
        }
        return false
    }

    private mutating func takeWord() -> (Token.Kind, Bool) {
        switch (text[position] | 0x20, peek(1), peek(2)) {
        case (UInt8(ascii: "e"), Byte.quote, _):
            position += 1
            return takeString(escapes: true)
        case (UInt8(ascii: "b"), Byte.quote, _), (UInt8(ascii: "x"), Byte.quote, _):
            position += 1
            return takeString(escapes: false)
        case (UInt8(ascii: "n"), Byte.quote, _):
            position += 1
            return takeString(escapes: backslashEscapes)
        case (UInt8(ascii: "u"), Byte.ampersand, Byte.quote):
            position += 2
            return takeString(escapes: false)
        case (UInt8(ascii: "u"), Byte.ampersand, Byte.doubleQuote):
            position += 2
            return (.quotedName, takeQuoted(by: Byte.doubleQuote))
        default:
            while position < text.count, Byte.continuesWord(text[position]) { position += 1 }
            return (.word, true)
        }
    }

    /// Digits, a fraction, an exponent; `1..2` is two numbers.
    private mutating func takeNumber() {
        while position < text.count, Byte.isDigit(text[position]) { position += 1 }
        if peek(0) == Byte.dot, peek(1) != Byte.dot {
            position += 1
            while position < text.count, Byte.isDigit(text[position]) { position += 1 }
        }
        guard let mark = peek(0), mark | 0x20 == UInt8(ascii: "e") else { return }
        let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == Byte.dash
        guard let digit = peek(hasSign ? 2 : 1), Byte.isDigit(digit) else { return }
        position += hasSign ? 2 : 1
        while position < text.count, Byte.isDigit(text[position]) { position += 1 }
    }
}
