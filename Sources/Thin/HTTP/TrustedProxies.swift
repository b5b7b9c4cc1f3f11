internal import Configuration
package import HTTPTypes

/// Proxies whose word about where a request came from is taken; nobody's by default, since anybody can send the header.
public struct TrustedProxies: Sendable, Equatable {
    private let networks: [NetworkRange]

    /// None.
    public init() {
        networks = []
    }

    /// - Parameter text: Addresses and networks, such as `10.0.0.0/8` or `::1`, with commas between.
    /// - Throws: `ConfigurationError` for what is neither.
    public init(_ text: String) throws(ConfigurationError) {
        var networks: [NetworkRange] = []
        for part in text.split(separator: ",").map(\.trimmingSpaces) where !part.isEmpty {
            guard let network = NetworkRange(part) else {
                throw ConfigurationError(
                    variable: "THIN_TRUSTED_PROXIES",
                    rule: "is addresses or networks such as 10.0.0.0/8, with commas between")
            }
            networks.append(network)
        }
        self.networks = networks
    }

    /// Reads `THIN_TRUSTED_PROXIES`.
    ///
    /// - Throws: As above.
    static func fromEnvironment() throws(ConfigurationError) -> TrustedProxies {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        return try TrustedProxies(environment.string(forKey: "thin.trusted.proxies", default: ""))
    }

    /// Where a request came from: the peer, or what trusted proxies say. Each adds to the end of `X-Forwarded-For` whom
    /// it got the request from, so the last that is no trusted proxy itself is the client; what stands before it anybody
    /// may have written.
    package func client(peer: String?, _ headers: HTTPFields) -> String? {
        guard !networks.isEmpty, let peer, trusts(peer), let name = HTTPField.Name("x-forwarded-for") else {
            return peer
        }
        let hops = headers[values: name].joined(separator: ",").split(separator: ",").map(\.trimmingSpaces)
        var client = peer
        for hop in hops.reversed() {
            guard NetworkRange(hop)?.isAddress == true else { break }
            client = hop
            if !trusts(hop) { break }
        }
        return client
    }

    private func trusts(_ address: String) -> Bool {
        guard let address = NetworkRange(address) else { return false }
        return networks.contains { $0.contains(address) }
    }
}
