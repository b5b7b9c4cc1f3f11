import Foundation
import Migrator
import Testing

/// Text of any kind: what comes apart is the text again, and psql splits as Thin does.
@Suite(.timeLimit(.minutes(10))) struct LexerFuzzTests {
    private static let plain = [
        "'", "'", "\"", "$$", "$a$", "$", ";", ";", "\n", " ", "--", "/*", "*/", "(", ")", "a", "_b", "begin", "end",
        "case", "create function f", "create or replace procedure", "x'", "U&'", "u&\"", "$1 ", ".", ":", "::", ":v",
        "é", ",", "+", "/", "*", "-", "select ",
    ]
    private static let wild = plain + ["\\", "E'", "\\'", "copy t from stdin", "\\.\n", "\r", "\u{0}", "1e", "12", "ф"]

    private static func text(of parts: [String], using random: inout SplitMix64) -> String {
        (0..<Int.random(in: 0...60, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    }

    @Test func `split and rejoined, any text is itself again`() {
        var random = SplitMix64(seed: 20_261_121)
        for round in 0..<20_000 {
            var text = Array(Self.text(of: Self.wild, using: &random).utf8)
            // Half of a character, or any byte at all.
            if round.isMultiple(of: 3) { text.append(UInt8.random(in: 0...255, using: &random)) }
            for escapes in [false, true] {
                let tokens = Lexer.tokens(of: text, backslashEscapes: escapes)
                #expect(tokens.flatMap { text[$0.range] } == text)
                let pieces = Splitter.pieces(of: text, backslashEscapes: escapes)
                #expect(pieces.flatMap { text[$0.range] } == text)
                #expect(
                    pieces.allSatisfy {
                        $0.range.lowerBound <= $0.core.lowerBound && $0.core.upperBound <= $0.range.upperBound
                    })
            }
        }
    }

    @Test func `psql splits any text as Thin does`() async throws {
        var random = SplitMix64(seed: 7)
        // psql doesn't count the file's last line end to a quote without an end.
        let texts = (0..<150).map { _ in Self.text(of: Self.plain, using: &random) + "-" }
        try await expectAgreement(on: texts)
    }

    @Test func `psql splits every file of sql as Thin does`() async throws {
        let folder = ThinTemplate.sqlFolder
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }
        #expect(names.count > 100)
        try await expectAgreement(on: names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) })
    }

    private func expectAgreement(on texts: [String]) async throws {
        try await SQLFolder.with { folder in
            for (number, text) in texts.enumerated() { try folder.write("\(number).sql", text) }
            let files = texts.indices.map { "\(folder.path)/\($0).sql" }
            for (text, statements) in zip(texts, try await StatementEar().statements(of: files)) {
                let heard = statements.map(Self.skeleton).filter { !$0.isEmpty }
                #expect(SplitterTests.statements(text).map(Self.skeleton) == heard, "\(text.debugDescription)")
            }
        }
    }

    /// The tokens that count: psql leaves out empty lines and comments ahead of a statement.
    private static func skeleton(_ statement: String) -> [String] {
        let text = Array(statement.utf8)
        var tokens = Lexer.tokens(of: text).filter { $0.kind != .space && $0.kind != .comment }
        if tokens.last?.kind == .semicolon { tokens.removeLast() }
        return tokens.map { String(decoding: text[$0.range], as: UTF8.self) }
    }
}
