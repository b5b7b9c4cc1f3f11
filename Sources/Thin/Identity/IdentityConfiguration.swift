internal import Configuration

/// How people sign in and mail is sent. What an operator may change while it runs is in `identity.settings`.
public struct IdentityConfiguration: Sendable {
    /// Where clients reach the service, without a slash at its end: in links that are mailed and as the tokens' issuer.
    /// Empty for the address it listens on. It never comes from a request, whose sender could lead others astray.
    public var apiURL = ""
    /// Keys of users' tokens, a JSON array; empty for the secret alone.
    public var jwtKeys = ""
    /// Where mail goes; nil to leave it in the outbox.
    public var mail: MailConfiguration?

    public init() {}

    /// Reads `THIN_API_URL`, `THIN_JWT_KEYS`, `SMTP_URL` and `MAIL_FROM`.
    ///
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    public static func fromEnvironment() throws(ConfigurationError) -> IdentityConfiguration {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        var configuration = IdentityConfiguration()
        configuration.apiURL = environment.string(forKey: "thin.api.url", default: "")
        while configuration.apiURL.hasSuffix("/") { configuration.apiURL.removeLast() }
        guard configuration.apiURL.isEmpty || configuration.apiURL.wholeMatch(of: /https?:\/\/[!-~]+/) != nil else {
            throw ConfigurationError(variable: "THIN_API_URL", rule: "is a URL such as https://api.example.com")
        }
        configuration.jwtKeys = environment.string(forKey: "thin.jwt.keys", isSecret: true, default: "")
        let server = environment.string(forKey: "smtp.url", isSecret: true, default: "")
        if !server.isEmpty {
            configuration.mail = try MailConfiguration(
                server: server, sender: environment.string(forKey: "mail.from", default: ""))
        }
        return configuration
    }
}
