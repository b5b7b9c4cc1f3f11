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

    /// Bytes a token that were measured with o200k_base for random text of each alphabet; the estimate has to allow for them.
    @Test func `text that no vocabulary holds weighs what it may cost`() throws {
        var numbers = SplitMix64(seed: 8)
        let lower = Array("abcdefghijklmnopqrstuvwxyz"), upper = lower.map { Character($0.uppercased()) }
        let digits = Array("0123456789")
        for (name, alphabet, bytesPerToken) in [
            ("digits", digits, 1.0), ("hexadecimal", digits + lower.prefix(6), 1.8),
            ("base64", lower + upper + digits + Array("+/"), 1.5), ("lower case", lower, 2.0), ("capitals", upper, 1.5),
            ("punctuation", Array("!@#$%^&*()-_=+[]{};:,.<>/?~"), 1.3), ("single letters", Array("a b c d e f "), 2.0),
            ("Chinese", Array("的一是不了人我在有他这中大来上个国"), 1.6), ("emoji", Array("😀🎉🚀🧪🪐🫠"), 2.3),
            ("rare letters", Array("ꙮ𐍈ᚠ⠿𝔘"), 1.05), ("white space", Array(" \n\t\r"), 1.2),
        ] {
            let text = String((0..<4000).map { _ in numbers.pick(alphabet) })
            let (tokens, bytes) = try Self.estimate(text)
            #expect(tokens * bytesPerToken * 1.05 >= Double(bytes), "\(name): \(Double(bytes) / tokens)")
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
