/// Turns the pieces of a file into statements.
struct ScriptReader {
    let variables: Variables
    let backslashEscapes: Bool
    let expandsBodies: Bool
    /// Whether a `begin` and a `rollback` are left out.
    let dropsTransaction: Bool
    private(set) var statements: [Statement] = []

    init(variables: Variables, backslashEscapes: Bool, expandsBodies: Bool, dropsTransaction: Bool) {
        self.variables = variables
        self.backslashEscapes = backslashEscapes
        self.expandsBodies = expandsBodies
        self.dropsTransaction = dropsTransaction
    }

    mutating func read(_ file: SourceFile) throws(FileError) {
        let text = Array(file.sql.utf8)
        let pieces = Splitter.pieces(of: text, backslashEscapes: backslashEscapes)
        var includes = file.includes[...]
        for (index, piece) in pieces.enumerated() {
            if let token = piece.unterminated {
                throw FileError("this has no end", in: file, at: token.range.lowerBound)
            }
            let next = index + 1 < pieces.count ? pieces[index + 1] : nil
            switch piece.kind {
            case .blank, .copyData: continue
            case .statement: try take(piece, before: next, of: text, in: file)
            case .command: try take(command: piece, of: text, in: file, &includes)
            }
        }
    }

    private mutating func take(
        _ piece: Piece, before next: Piece?, of text: [UInt8], in file: SourceFile
    ) throws(FileError) {
        let start = piece.core.lowerBound
        if next?.kind == .command, text[piece.range.upperBound - 1] != Byte.semicolon {
            throw FileError("a command to psql stands inside a statement", in: file, at: piece.range.upperBound)
        }
        var rows: [UInt8]?
        if let next, next.kind == .copyData { rows = try Self.rows(of: next, text, file) }
        let (sent, expansions) = try expand(piece.core, of: text, in: file)
        let statement = Statement(
            text: sent, rows: rows, file: file, offset: start, expansions: expansions,
            words: Self.words(of: sent))
        if dropsTransaction, [["begin"], ["rollback"]].contains(statement.words) { return }
        try Self.check(statement)
        statements.append(statement)
    }

    private mutating func take(
        command piece: Piece, of text: [UInt8], in file: SourceFile, _ includes: inout ArraySlice<SourceFile>
    ) throws(FileError) {
        let command = String(decoding: text[piece.core], as: UTF8.self)
        guard Include.path(in: command) != nil, let included = includes.popFirst() else {
            throw FileError(
                "a command to psql can't be run", in: file, at: piece.core.lowerBound,
                hint: "only \\ir <file> is known, which includes a file of the project")
        }
        try read(included)
    }

    /// The rows below a `copy`, without the rest of its line and the mark of their end.
    private static func rows(of piece: Piece, _ text: [UInt8], _ file: SourceFile) throws(FileError) -> [UInt8] {
        let all = text[piece.range]
        let lineEnd = all.firstIndex(of: Byte.newline) ?? all.endIndex
        let rest = Lexer.tokens(of: Array(all[..<lineEnd]))
        if let token = rest.first(where: { $0.kind != .space && $0.kind != .comment }) {
            throw FileError(
                "nothing may follow copy … from stdin on its line", in: file,
                at: piece.range.lowerBound + token.range.lowerBound)
        }
        var rows = all.dropFirst(lineEnd - all.startIndex + 1)
        for mark in ["\\.\n", "\\."]
        where rows.count >= mark.utf8.count && rows.suffix(mark.utf8.count).elementsEqual(mark.utf8) {
            rows = rows.dropLast(mark.utf8.count)
            break
        }
        return Array(rows)
    }

    private static func words(of statement: String) -> [String] {
        let text = Array(statement.utf8)
        var lexer = Lexer(text)
        var words: [String] = []
        while words.count < 8, let token = lexer.next() {
            switch token.kind {
            case .space, .comment: continue
            case .word: words.append(String(decoding: text[token.range], as: UTF8.self).lowercased())
            default: return words
            }
        }
        return words
    }

    private static let transactionWords: Set<String> = ["begin", "commit", "end", "abort", "rollback"]

    private static func check(_ statement: Statement) throws(FileError) {
        let isRollbackTo = statement.begins(with: "rollback") && statement.words.contains("to")
        let controls =
            statement.words.first.map(transactionWords.contains) == true
            || statement.begins(with: "start", "transaction") || statement.begins(with: "prepare", "transaction")
        if controls, !isRollbackTo {
            throw FileError(
                "a file can't begin or end transactions", in: statement.file, at: statement.offset,
                hint: "a file is one transaction; with -- no-transaction as its first line each statement is its own")
        }
        if statement.begins(with: "copy"), statement.writesStandardOutput {
            throw FileError("copy to stdout has nobody to read it", in: statement.file, at: statement.offset)
        }
    }

    private func expand(
        _ core: Range<Int>, of text: [UInt8], in file: SourceFile
    ) throws(FileError) -> (String, [Statement.Expansion]) {
        let slice = Array(text[core])
        var (output, expansions): ([UInt8], [Statement.Expansion]) = ([], [])
        output.reserveCapacity(slice.count)
        for token in Self.variableTokens(of: slice, expandsBodies, backslashEscapes) {
            guard token.isVariable else {
                output += slice[token.range]
                continue
            }
            do throws(Variables.Missing) {
                let value = Array(
                    try variables.expansion(of: String(decoding: slice[token.range], as: UTF8.self)).utf8)
                if !value.elementsEqual(slice[token.range]) {
                    expansions.append(
                        .init(range: output.count..<(output.count + value.count), length: token.range.count))
                }
                output += value
            } catch {
                throw FileError(
                    "variable \(error.name) has no value", in: file, at: core.lowerBound + token.range.lowerBound,
                    hint: "give it one with --set \(error.name)=…")
            }
        }
        return (String(decoding: output, as: UTF8.self), expansions)
    }

    private static func variableTokens(
        of text: [UInt8], _ expandsBodies: Bool, _ backslashEscapes: Bool
    ) -> [(range: Range<Int>, isVariable: Bool)] {
        Lexer.tokens(of: text, backslashEscapes: backslashEscapes).flatMap { token in
            guard expandsBodies, token.kind == .dollarString else { return [(token.range, token.kind == .variable)] }
            // Inside, the tag's dollars are symbols and words, so that the body comes apart like any text.
            let (start, body) = (token.range.lowerBound, Array(text[token.range]))
            let tag = (body.dropFirst().firstIndex(of: Byte.dollar) ?? 0) + 1
            let inner = Lexer.tokens(of: Array(body[tag..<(body.count - tag)]), backslashEscapes: backslashEscapes)
            return [(start..<(start + tag), false)]
                + inner.map {
                    (($0.range.lowerBound + start + tag)..<($0.range.upperBound + start + tag), $0.kind == .variable)
                } + [((token.range.upperBound - tag)..<token.range.upperBound, false)]
        }
    }
}

extension Statement {
    /// Whether it is `copy … to stdout`, which nothing here could take.
    fileprivate var writesStandardOutput: Bool {
        let bytes = Array(text.utf8)
        let words = Lexer.tokens(of: bytes).filter { $0.kind != .space && $0.kind != .comment }
            .map { String(decoding: bytes[$0.range], as: UTF8.self).lowercased() }
        return zip(words, words.dropFirst()).contains { $0 == "to" && $1 == "stdout" }
    }
}
