extension Lexer {
    /// A string in single quotes and, as the server has it, what continues it after a line end.
    mutating func takeString(escapes: Bool) -> (Token.Kind, Bool) {
        repeat {
            guard takeQuoted(by: Byte.quote, escapes: escapes) else { return (.string, false) }
        } while takeGapBeforeContinuation()
        return (.string, true)
    }

    /// From a quote to the one that ends it, doubled ones inside. False when there is none.
    mutating func takeQuoted(by quote: UInt8, escapes: Bool = false) -> Bool {
        position += 1
        while position < text.count {
            if escapes, text[position] == Byte.backslash {
                position = min(position + 2, text.count)
            } else if text[position] == quote {
                position += 1
                guard peek(0) == quote else { return true }
                position += 1
            } else {
                position += 1
            }
        }
        return false
    }

    /// Two strings with a line end between them are one, which matters for what a backslash means in the second.
    private mutating func takeGapBeforeContinuation() -> Bool {
        var (end, hasLineEnd) = (position, false)
        while end < text.count {
            if Byte.isSpace(text[end]) {
                hasLineEnd = hasLineEnd || Byte.endsLine(text[end])
                end += 1
            } else if text[end] == Byte.dash, end + 1 < text.count, text[end + 1] == Byte.dash {
                while end < text.count, !Byte.endsLine(text[end]) { end += 1 }
            } else {
                break
            }
        }
        guard hasLineEnd, end < text.count, text[end] == Byte.quote else { return false }
        position = end
        return true
    }

    /// `$tag$ … $tag$`, `$1`, or a lone `$`.
    mutating func takeDollar() -> (Token.Kind, Bool) {
        if let digit = peek(1), Byte.isDigit(digit) {
            position += 1
            while position < text.count, Byte.isDigit(text[position]) { position += 1 }
            return (.parameter, true)
        }
        var end = position + 1
        if end < text.count, Byte.startsWord(text[end]) {
            while end < text.count, Byte.startsWord(text[end]) || Byte.isDigit(text[end]) { end += 1 }
        }
        guard end < text.count, text[end] == Byte.dollar else { return (single(.symbol), true) }
        let tag = text[position...end]
        position = end + 1
        while position < text.count {
            if text[position] == Byte.dollar, text[position...].starts(with: tag) {
                position += tag.count
                return (.dollarString, true)
            }
            position += 1
        }
        return (.dollarString, false)
    }

    /// `::`, `:=`, a variable, or a lone colon.
    mutating func takeColon() -> Token.Kind {
        guard let after = peek(1) else { return single(.symbol) }
        if after == Byte.colon || after == UInt8(ascii: "=") {
            position += 2
            return .symbol
        }
        let isQuoted = after == Byte.quote || after == Byte.doubleQuote
        let start = position + (isQuoted ? 2 : 1)
        var end = start
        while end < text.count, Byte.startsWord(text[end]) || Byte.isDigit(text[end]) { end += 1 }
        guard end > start, !isQuoted || (end < text.count && text[end] == after) else { return single(.symbol) }
        position = isQuoted ? end + 1 : end
        return .variable
    }
}
