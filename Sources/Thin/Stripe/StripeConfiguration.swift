internal import Configuration

/// The Stripe account that takes the money. It prints without its secrets.
public struct StripeConfiguration: Sendable, CustomStringConvertible {
    /// Where Stripe's API is.
    public static let stripeBase = "https://api.stripe.com"

    /// `sk_…` or `rk_…`; empty where nothing is sold.
    let secretKey: String
    /// Of the endpoint, `whsec_…`, several while it is changed; empty where no events are taken.
    let webhookSecrets: [String]
    /// Scheme, host and port, without a slash at its end.
    let apiBase: String

    /// Sells nothing.
    public init() {
        (secretKey, webhookSecrets, apiBase) = ("", [], Self.stripeBase)
    }

    /// - Parameters:
    ///   - secretKey: A key of the API; empty for none.
    ///   - webhookSecret: The endpoint's, several with commas between while it is changed; empty for none.
    ///   - apiBase: Another server than Stripe's, for tests. It sees the key, so that of a live account needs `https`.
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    public init(
        secretKey: String, webhookSecret: String = "", apiBase: String = stripeBase
    ) throws(ConfigurationError) {
        guard secretKey.isEmpty || secretKey.wholeMatch(of: /(sk|rk)_[A-Za-z0-9_]+/) != nil else {
            throw ConfigurationError(variable: "STRIPE_SECRET_KEY", rule: "is a key such as sk_test_…")
        }
        let secrets = webhookSecret.split(separator: ",").map(\.trimmingSpaces)
        guard secrets.allSatisfy({ $0.wholeMatch(of: /whsec_[!-+\--~]+/) != nil }) else {
            throw ConfigurationError(
                variable: "STRIPE_WEBHOOK_SECRET",
                rule: "is a secret such as whsec_…, or several with commas between while it is changed")
        }
        var base = apiBase
        while base.hasSuffix("/") { base.removeLast() }
        guard base.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-\[\]:]+/) != nil else {
            throw ConfigurationError(variable: "STRIPE_API_BASE", rule: "is a URL such as \(Self.stripeBase)")
        }
        guard base.hasPrefix("https:") || secretKey.isEmpty || secretKey.contains("_test_") else {
            throw ConfigurationError(variable: "STRIPE_API_BASE", rule: "is https for a live key")
        }
        self.secretKey = secretKey
        webhookSecrets = secrets
        self.apiBase = base
    }

    /// Reads `STRIPE_SECRET_KEY`, `STRIPE_WEBHOOK_SECRET` and `STRIPE_API_BASE`.
    ///
    /// - Throws: As above.
    public static func fromEnvironment() throws(ConfigurationError) -> StripeConfiguration {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let base = environment.string(forKey: "stripe.api.base", default: "")
        return try StripeConfiguration(
            secretKey: environment.string(forKey: "stripe.secret.key", isSecret: true, default: ""),
            webhookSecret: environment.string(forKey: "stripe.webhook.secret", isSecret: true, default: ""),
            apiBase: base.isEmpty ? stripeBase : base)
    }

    /// Where Stripe is asked; nothing secret.
    public var description: String { "StripeConfiguration(\(apiBase))" }
}
