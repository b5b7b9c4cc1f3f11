internal import Configuration
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// What proves that a request came through the edge in front of the service, and not around it.
public struct EdgeSecret: Sendable {
    /// Shorter ones can be tried out.
    static let bytesMin = 16

    /// Digests of those that are taken; empty when none is asked for. Digests are compared in constant time.
    private let digests: [SHA256Digest]

    /// Asks for none.
    public init() {
        digests = []
    }

    /// - Parameter text: The secret; several with commas between while it is changed.
    /// - Throws: `ConfigurationError` for a short one.
    public init(_ text: String) throws(ConfigurationError) {
        let secrets = text.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty }
        guard secrets.allSatisfy({ $0.utf8.count >= Self.bytesMin }) else {
            throw ConfigurationError(
                variable: "API_SHARED_SECRET",
                rule: "is at least \(Self.bytesMin) bytes, or several such with commas between while it is changed")
        }
        digests = secrets.map { SHA256.hash(data: Data($0.utf8)) }
    }

    /// Reads `API_SHARED_SECRET`.
    ///
    /// - Throws: As above.
    static func fromEnvironment() throws(ConfigurationError) -> EdgeSecret {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        return try EdgeSecret(environment.string(forKey: "api.shared.secret", isSecret: true, default: ""))
    }

    /// - Throws: `Problem` 403 for a request that doesn't bring it. Those who look whether the service lives needn't, nor
    ///   does Stripe, which proves itself by its signature.
    func check(_ request: Request) throws(Problem) {
        let path = request.uri.path
        if digests.isEmpty || path.hasPrefix("/health/") || path == StripeWebhook.path { return }
        let given = SHA256.hash(data: Data((request.headers[.edgeSecret] ?? "").utf8))
        // All are compared, so that the time doesn't tell which one was meant.
        guard digests.reduce(false, { $1 == given || $0 }) else { throw .edgeRequired }
    }
}

extension Problem {
    /// A request that didn't come through the edge.
    static let edgeRequired = Problem(.forbidden, "TH403", "forbidden", details: "X-Api-Shared-Secret")
}

extension HTTPField.Name {
    /// What the edge adds.
    fileprivate static let edgeSecret = Self("X-Api-Shared-Secret") ?? .authorization
}
