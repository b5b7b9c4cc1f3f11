internal import Foundation
internal import HTTPTypes

/// Where a provider is reached, and by which key. It prints without the key.
struct ProviderAccount: Sendable, CustomStringConvertible {
    /// Scheme, host and port, without a slash at its end. A request can't change it.
    let origin: String
    private let provider: Provider
    private let key: String

    /// - Parameters:
    ///   - key: The account's.
    ///   - upstream: An origin; the provider's own when empty. It sees the key, so it needs `https` unless it is on this
    ///     machine.
    ///   - name: How the variables begin.
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    init(_ provider: Provider, key: String, upstream: String, variables name: String) throws(ConfigurationError) {
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ConfigurationError(variable: "\(name)_API_KEY", rule: "is a key without spaces")
        }
        let given = upstream.hasSuffix("/") ? String(upstream.dropLast()) : upstream
        let origin = given.isEmpty ? provider.origin : given
        guard let match = origin.wholeMatch(of: /(https?):\/\/([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?/) else {
            throw ConfigurationError(
                variable: "\(name)_UPSTREAM", rule: "is an origin without a path, such as \(provider.origin)")
        }
        guard match.1 == "https" || Self.isLoopback(match.2) else {
            throw ConfigurationError(variable: "\(name)_UPSTREAM", rule: "is https unless it is on this machine")
        }
        self.origin = origin
        self.provider = provider
        self.key = key
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        host == "localhost" || host == "[::1]" || host.wholeMatch(of: /127(\.[0-9]{1,3}){3}/) != nil
    }

    /// What proves to the provider who calls.
    var credential: (name: String, value: String) {
        switch provider {
        case .openai: ("authorization", "Bearer \(key)")
        case .anthropic: ("x-api-key", key)
        case .google: ("x-goog-api-key", key)
        }
    }

    /// Where it is; nothing secret.
    var description: String { origin }
}

extension Provider {
    /// Where the provider itself is.
    fileprivate var origin: String {
        switch self {
        case .openai: "https://api.openai.com"
        case .anthropic: "https://api.anthropic.com"
        case .google: "https://generativelanguage.googleapis.com"
        }
    }

    /// Where its routes begin here.
    var prefix: String { "/ai/\(rawValue)/" }

    /// Nil for a path that is no provider's.
    init?(path: String) {
        guard let provider = Self.allCases.first(where: { path.hasPrefix($0.prefix) }) else { return nil }
        self = provider
    }
}
