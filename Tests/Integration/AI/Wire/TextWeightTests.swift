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

    /// Random text of some alphabet.
    private struct Alphabet {
        let name: String
        let pieces: [String]
        var wordMax = 4000
        var separator = ""
        /// As measured with o200k_base and cl100k_base, the fewer of the two.
        let bytesPerToken: Double
    }

    private static let lower = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
    private static let digits = "0123456789".map(String.init)
    private static let syllables = "bcdfghjklmnpqrstvwxz".flatMap { consonant in "aeiouy".map { "\(consonant)\($0)" } }

    private static let alphabets = [
        Alphabet(name: "Gemini's digits", pieces: digits, bytesPerToken: 1),
        Alphabet(name: "hexadecimal", pieces: digits + lower.prefix(6), bytesPerToken: 1.76),
        Alphabet(name: "base64", pieces: lower + upper + digits + ["+", "/"], bytesPerToken: 1.40),
        Alphabet(name: "lower case", pieces: lower, bytesPerToken: 1.84),
        Alphabet(name: "capitals", pieces: upper, bytesPerToken: 1.70),
        Alphabet(name: "mixed case", pieces: lower + upper, bytesPerToken: 1.53),
        Alphabet(name: "punctuation", pieces: "!@#$%^&*()-_=+[]{};:,.<>/?~".map(String.init), bytesPerToken: 1.52),
        Alphabet(name: "single letters", pieces: lower, wordMax: 1, separator: " ", bytesPerToken: 2),
        Alphabet(name: "letters by line", pieces: lower, wordMax: 1, separator: "\n", bytesPerToken: 1),
        Alphabet(name: "words of 3", pieces: lower, wordMax: 3, separator: " ", bytesPerToken: 2.09),
        Alphabet(name: "words of 3 by line", pieces: lower, wordMax: 3, separator: "\n", bytesPerToken: 1.41),
        Alphabet(name: "words of 8", pieces: lower, wordMax: 8, separator: " ", bytesPerToken: 1.99),
        Alphabet(name: "vowels", pieces: "aeiou".map(String.init), wordMax: 5, separator: " ", bytesPerToken: 2.05),
        Alphabet(name: "syllables", pieces: syllables, wordMax: 3, separator: " ", bytesPerToken: 2.28),
        Alphabet(name: "syllables by underscore", pieces: syllables, wordMax: 1, separator: "_", bytesPerToken: 1.94),
        Alphabet(name: "Chinese", pieces: "的一是不了人我在有他这中大来上个国".map(String.init), bytesPerToken: 1.28),
        Alphabet(name: "emoji", pieces: "😀🎉🚀🧪🪐🫠".map(String.init), bytesPerToken: 1.40),
        Alphabet(name: "rare", pieces: ["ꙮ", "𐍈", "ᚠ", "⠿", "𝔘"], bytesPerToken: 1),
        Alphabet(name: "Latin with marks", pieces: "àéîõüßçø".map(String.init), bytesPerToken: 1.56),
        Alphabet(name: "control characters", pieces: ["\u{1}", "\u{2}", "\u{7F}"], bytesPerToken: 1),
        Alphabet(name: "white space", pieces: [" ", "\n", "\t", "\r"], bytesPerToken: 2.05),
    ]

    /// The estimate has to allow for what was measured, else a body could be made to cost more than is held for it.
    @Test func `text that no vocabulary holds weighs what it may cost`() throws {
        var numbers = SplitMix64(seed: 8)
        for alphabet in Self.alphabets {
            let words = (0..<(4000 / alphabet.wordMax)).map { _ in
                (0..<alphabet.wordMax).map { _ in numbers.pick(alphabet.pieces) }.joined()
            }
            let (tokens, bytes) = try Self.estimate(words.joined(separator: alphabet.separator))
            #expect(
                tokens * alphabet.bytesPerToken * 1.02 >= Double(bytes), "\(alphabet.name): \(Double(bytes) / tokens)")
        }
    }

    @Test func `prose and code are weighed within reason`() throws {
        let texts: [(String, Double)] = [
            (
                """
                The quick brown fox jumps over the lazy dog. It was the best of times, it was the worst of times, it was \
                the age of wisdom, it was the age of foolishness, it was the epoch of belief.
                """, 4.4
            ),
            ("func add(_ left: Int, _ right: Int) -> Int {\n    return left + right\n}\n", 3.5),
            ("Die Würde des Menschen ist unantastbar. Sie zu achten ist Verpflichtung aller staatlichen Gewalt.", 4.0),
        ]
        for (text, bytesPerToken) in texts {
            let (tokens, bytes) = try Self.estimate(text)
            #expect(tokens >= Double(bytes) / bytesPerToken)
            #expect(tokens <= Double(bytes) / bytesPerToken * 3, "\(Double(bytes) / tokens)")
        }
    }
}
