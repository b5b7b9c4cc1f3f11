/// Splits a script into statements where psql does.
///
/// A semicolon ends a statement unless it stands in parentheses or in the `begin atomic … end` of a routine. Whether
/// it is the latter is told as psql tells it: by counting `begin`, `case` and `end` in what starts like
/// `create function` or `create procedure`.
public struct Splitter: Sendable {
    private var lexer: Lexer
    private var shape = StatementShape()
    private var start = 0
    private var core: Range<Int>?
    private var unterminated: Token?
    private var pieces: [Piece] = []

    private init(_ text: [UInt8], backslashEscapes: Bool) {
        lexer = Lexer(text, backslashEscapes: backslashEscapes)
    }

    /// Splits a text.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - backslashEscapes: As `Lexer` takes it.
    public static func pieces(of text: [UInt8], backslashEscapes: Bool = false) -> [Piece] {
        var splitter = Splitter(text, backslashEscapes: backslashEscapes)
        splitter.split()
        return splitter.pieces
    }

    private mutating func split() {
        while let token = lexer.next() {
            if token.isUnterminated { unterminated = unterminated ?? token }
            switch token.kind {
            case .space, .comment: continue
            case .semicolon where shape.isOpen: extend(over: token)
            case .semicolon:
                let startsCopy = shape.readsStandardInput
                if let conforming = shape.conformingStrings { lexer.backslashEscapes = !conforming }
                end(as: core == nil ? .blank : .statement, at: lexer.position)
                if startsCopy { takeCopyData() }
            case .command:
                // What stands before it is a statement without its end, which whoever runs the script refuses.
                end(as: core == nil ? .blank : .statement, at: token.range.lowerBound)
                core = token.range
                end(as: .command, at: token.range.upperBound)
            default:
                extend(over: token)
                shape.see(token, in: lexer.text)
            }
        }
        end(as: core == nil ? .blank : .statement, at: lexer.position)
    }

    private mutating func extend(over token: Token) {
        core = (core?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
    }

    private mutating func takeCopyData() {
        lexer.takeCopyData()
        core = start..<lexer.position
        end(as: .copyData, at: lexer.position)
    }

    private mutating func end(as kind: Piece.Kind, at end: Int) {
        // A comment without an end has nothing after it, so it is a piece by itself.
        if end > start {
            pieces.append(
                Piece(kind: kind, range: start..<end, core: core ?? start..<start, unterminated: unterminated))
        }
        (start, core, unterminated, shape) = (end, nil, nil, StatementShape())
    }
}
