import Testing
import Thin

/// What the environment may say about providers.
@Suite struct AIConfigurationTests {
    private static func read(_ values: [String: String]) throws(ConfigurationError) -> AIConfiguration {
        try AIConfiguration.read { name in values[name] }
    }

    @Test func `nothing set calls nobody`() throws {
        #expect(try Self.read([:]).description == "AIConfiguration()")
    }

    @Test func `keys don't print`() throws {
        let configuration = try Self.read([
            "OPENAI_API_KEY": "sk-planted", "ANTHROPIC_API_KEY": "planted", "GEMINI_API_KEY": "planted",
            "GEMINI_UPSTREAM": "http://127.0.0.1:9/",
        ])
        #expect(!"\(configuration)".contains("planted"))
        #expect("\(configuration)".contains("http://127.0.0.1:9,") || "\(configuration)".contains("127.0.0.1:9)"))
    }

    @Test(arguments: [
        ("OPENAI_UPSTREAM", "http://api.openai.com"), ("OPENAI_UPSTREAM", "https://api.openai.com/v1"),
        ("OPENAI_UPSTREAM", "https://user@api.openai.com"), ("OPENAI_UPSTREAM", "ftp://localhost"),
        ("OPENAI_UPSTREAM", "https://a b"), ("OPENAI_UPSTREAM", "http://127.0.0.1.evil.example"),
        ("OPENAI_UPSTREAM", "http://localhost.evil.example"), ("OPENAI_UPSTREAM", "https://a?b"),
        ("OPENAI_API_KEY", "two words"), ("OPENAI_API_KEY", "line\nbreak"), ("AI_ENABLED", "maybe"),
        ("AI_FIRST_BYTE_TIMEOUT", "0"), ("AI_FIRST_BYTE_TIMEOUT", "soon"), ("AI_SILENCE_TIMEOUT", "-1"),
        ("AI_SILENCE_TIMEOUT", "100000"),
    ]) func `what can't be meant is refused by name`(variable: String, value: String) throws {
        let values = ["OPENAI_API_KEY": "sk"].merging([variable: value]) { $1 }
        let error = #expect(throws: ConfigurationError.self) { try Self.read(values) }
        #expect(error?.variable == variable)
    }
}
