internal import Configuration

/// The providers of models, and how long they are waited for. It prints without its secrets.
public struct AIConfiguration: Sendable, CustomStringConvertible {
    /// Whether calls are taken at all.
    var isEnabled = true
    /// By provider; those without a key serve nothing.
    var accounts: [Provider: ProviderAccount] = [:]
    /// Longest wait for the first byte of an answer. Models that think first take minutes.
    var firstByteTimeout: Duration = .seconds(600)
    /// Longest pause within an answer.
    var silenceTimeout: Duration = .seconds(120)

    /// Timeouts that make sense, in seconds.
    static let timeoutSeconds = 1...3600

    /// Calls no model.
    public init() {}

    /// Reads `AI_ENABLED`, `OPENAI_API_KEY`, `OPENAI_UPSTREAM`, `ANTHROPIC_API_KEY`, `ANTHROPIC_UPSTREAM`,
    /// `GEMINI_API_KEY`, `GEMINI_UPSTREAM`, `AI_FIRST_BYTE_TIMEOUT` and `AI_SILENCE_TIMEOUT` (both in seconds).
    ///
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    public static func fromEnvironment() throws(ConfigurationError) -> AIConfiguration {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        return try read { name in
            environment.string(
                forKey: ConfigKey(name.lowercased().split(separator: "_").map(String.init)),
                isSecret: name.hasSuffix("KEY"))
        }
    }

    /// - Parameter value: What a variable says.
    /// - Throws: As above.
    package static func read(_ value: (String) -> String?) throws(ConfigurationError) -> AIConfiguration {
        var configuration = AIConfiguration()
        configuration.isEnabled = try switched(on: value("AI_ENABLED"))
        for (provider, name) in variables {
            guard let secret = value("\(name)_API_KEY"), !secret.isEmpty else { continue }
            configuration.accounts[provider] = try ProviderAccount(
                provider, key: secret, upstream: value("\(name)_UPSTREAM") ?? "", variables: name)
        }
        if let first = try timeout("AI_FIRST_BYTE_TIMEOUT", value) { configuration.firstByteTimeout = first }
        if let silence = try timeout("AI_SILENCE_TIMEOUT", value) { configuration.silenceTimeout = silence }
        return configuration
    }

    /// How the names of a provider's variables begin.
    private static let variables: [(Provider, String)] = [
        (.openai, "OPENAI"), (.anthropic, "ANTHROPIC"), (.google, "GEMINI"),
    ]

    /// On unless it says otherwise; what it doesn't understand stops nothing by accident, and starts nothing either.
    private static func switched(on text: String?) throws(ConfigurationError) -> Bool {
        switch text?.lowercased() ?? "" {
        case "", "true", "on", "1", "yes": return true
        case "false", "off", "0", "no": return false
        default: throw ConfigurationError(variable: "AI_ENABLED", rule: "is true or false")
        }
    }

    private static func timeout(
        _ variable: String, _ value: (String) -> String?
    ) throws(ConfigurationError) -> Duration? {
        guard let text = value(variable), !text.isEmpty else { return nil }
        guard let seconds = Int(text), timeoutSeconds.contains(seconds) else {
            throw ConfigurationError(
                variable: variable,
                rule: "is \(timeoutSeconds.lowerBound) to \(timeoutSeconds.upperBound) seconds")
        }
        return .seconds(seconds)
    }

    /// Who is called; nothing secret.
    public var description: String {
        "AIConfiguration(\(accounts.values.map(\.description).sorted().joined(separator: ", ")))"
    }
}
