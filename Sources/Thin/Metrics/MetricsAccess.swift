internal import Configuration
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Who may read `/metrics`: whoever brings the token. Where none is set, whoever asks on the same machine without a
/// proxy in between: figures tell what a business turns over, and the path stands beside those that the world reaches.
public struct MetricsAccess: Sendable {
    /// Shorter ones can be tried out.
    static let bytesMin = 16
    static let path = "/metrics"

    /// Digests are compared in constant time.
    private let digest: SHA256Digest?

    /// - Parameter token: What `Authorization: Bearer` brings; empty for none.
    /// - Throws: `ConfigurationError` for a short one.
    public init(token: String = "") throws(ConfigurationError) {
        guard token.isEmpty || token.utf8.count >= Self.bytesMin else {
            throw ConfigurationError(variable: "THIN_METRICS_TOKEN", rule: "is at least \(Self.bytesMin) bytes")
        }
        digest = token.isEmpty ? nil : SHA256.hash(data: Data(token.utf8))
    }

    /// Allows this machine only.
    public static let local = MetricsAccess()

    private init() {
        digest = nil
    }

    /// Reads `THIN_METRICS_TOKEN`.
    ///
    /// - Throws: As above.
    static func fromEnvironment() throws(ConfigurationError) -> MetricsAccess {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        return try MetricsAccess(token: environment.string(forKey: "thin.metrics.token", isSecret: true, default: ""))
    }

    /// Whether there is a token, so that no other proof is needed.
    var hasToken: Bool { digest != nil }

    /// - Parameter peer: Where the connection comes from, whatever a proxy says.
    /// - Throws: `Problem` 401 or 403.
    func check(_ headers: HTTPFields, peer: String?) throws(Problem) {
        if let digest {
            let scheme = "bearer "
            let given = headers[.authorization] ?? ""
            guard given.prefix(scheme.count).lowercased() == scheme,
                SHA256.hash(data: Data(given.dropFirst(scheme.count).utf8)) == digest
            else { throw .unauthorized("PGRST301", "the metrics' token is needed") }
            return
        }
        let isHere = peer == "127.0.0.1" || peer == "::1" || peer == nil
        guard isHere, !Self.forwarded.contains(where: { headers[$0] != nil }) else { throw .metricsAreLocal }
    }

    private static let forwarded = [
        HTTPField.Name(known: "x-forwarded-for"), HTTPField.Name(known: "forwarded"),
        HTTPField.Name(known: "x-real-ip"),
        HTTPField.Name(known: "via"),
    ]
}

extension Problem {
    /// Somebody else's machine asks.
    static let metricsAreLocal = Problem(
        .forbidden, "TH403", "forbidden", details: "metrics", hint: "set THIN_METRICS_TOKEN to read them from elsewhere"
    )
}
