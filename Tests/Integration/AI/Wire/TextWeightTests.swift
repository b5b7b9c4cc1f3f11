import Testing
import Thin

/// Estimates lie above what byte-pair encoders make of a text, and not by much for plain prose.
@Suite struct TextWeightTests {
    private static func estimate(_ text: String) throws -> (tokens: Double, bytes: Int) {
        let body = "{\"model\":\"m\",\"messages\":\(JSONText.quoted(text))}"
        let weight = try RequestReaderTests.read(.chatCompletions, body).measure.text
        #expect(weight.bytes == text.utf8.count)
        #expect((0...weight.bytes).contains(weight.denseBytes))
        return (Double(weight.bytes - weight.denseBytes) / 2.5 + Double(weight.denseBytes), weight.bytes)
    }

    /// Bytes a token as measured with o200k_base and cl100k_base for random text, the fewer of the two. The estimate has to
    /// allow for them, else a body could be made to cost more than is held for it.
    @Test func `text that no vocabulary holds weighs what it may cost`() throws {
        var numbers = SplitMix64(seed: 8)
        let lower = Array("abcdefghijklmnopqrstuvwxyz").map(String.init)
        let upper = lower.map { $0.uppercased() }
        let digits = (0...9).map(String.init)
        let syllables = "bcdfghjklmnpqrstvwxz".flatMap { consonant in "aeiouy".map { "\(consonant)\($0)" } }
        for (name, pieces, wordMax, separator, bytesPerToken) in [
            ("digits of Gemini", digits, 4000, "", 1.0), ("hexadecimal", digits + lower.prefix(6), 4000, "", 1.76),
            ("base64", lower + upper + digits + ["+", "/"], 4000, "", 1.40), ("lower case", lower, 4000, "", 1.84),
            ("capitals", upper, 4000, "", 1.70), ("mixed case", lower + upper, 4000, "", 1.53),
            ("punctuation", "!@#$%^&*()-_=+[]{};:,.<>/?~".map(String.init), 4000, "", 1.52),
            ("single letters", lower, 1, " ", 2.0), ("letters by line", lower, 1, "\n", 1.0),
            ("words of 3", lower, 3, " ", 2.09), ("words of 3 by line", lower, 3, "\n", 1.41),
            ("words of 8", lower, 8, " ", 1.99), ("vowels", ["a", "e", "i", "o", "u"], 5, " ", 2.05),
            ("syllables", syllables, 3, " ", 2.28), ("syllables by underscore", syllables, 1, "_", 1.94),
            ("capital syllables", syllables.map { $0.prefix(1).uppercased() + $0.dropFirst() }, 4000, "", 1.60),
            ("Chinese", "的一是不了人我在有他这中大来上个国".map(String.init), 4000, "", 1.28),
            ("emoji", "😀🎉🚀🧪🪐🫠".map(String.init), 4000, "", 1.40), ("rare", ["ꙮ", "𐍈", "ᚠ", "⠿", "𝔘"], 4000, "", 1.0),
            ("Latin with marks", "àéîõüßçø".map(String.init), 4000, "", 1.56),
            ("control characters", ["\u{1}", "\u{2}", "\u{7F}"], 4000, "", 1.0),
            ("white space", [" ", "\n", "\t", "\r"], 4000, "", 2.05),
        ] {
            let words = (0..<(4000 / wordMax)).map { _ in
                (0..<wordMax).map { _ in numbers.pick(pieces) }.joined()
            }
            let (tokens, bytes) = try Self.estimate(words.joined(separator: separator))
            #expect(tokens * bytesPerToken * 1.02 >= Double(bytes), "\(name): \(Double(bytes) / tokens)")
        }
    }

    @Test func `prose and code are weighed within reason`() throws {
        for (text, bytesPerToken) in [
            (
                """
                The quick brown fox jumps over the lazy dog. It was the best of times, it was the worst of times, it was \
                the age of wisdom, it was the age of foolishness, it was the epoch of belief.
                """, 4.4
            ),
            ("func add(_ left: Int, _ right: Int) -> Int {\n    return left + right\n}\n", 3.5),
            ("Die Würde des Menschen ist unantastbar. Sie zu achten ist Verpflichtung aller staatlichen Gewalt.", 4.0),
        ] {
            let (tokens, bytes) = try Self.estimate(text)
            #expect(tokens >= Double(bytes) / bytesPerToken)
            #expect(tokens <= Double(bytes) / bytesPerToken * 3, "\(Double(bytes) / tokens)")
        }
    }
}
