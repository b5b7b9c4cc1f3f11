internal import HTTPTypes
internal import Postgres

/// What a request counts for, where it is limited how often that may be asked for. The database counts, so that a limit
/// holds across instances.
struct Turn: Sendable, Hashable {
    /// Kinds and names of `ops.rate_limits`.
    let targets: [String]
    /// The claims of whoever asks.
    let claims: String
    /// Where the request came from, which counts for whoever is nobody.
    let address: String?

    /// Whom nothing is limited for; the database says so too.
    private static let exempt = "service_role"

    /// Nil for a request that isn't limited.
    ///
    /// - Parameter targets: All that the request is about.
    init?(_ targets: [String], of caller: Caller?, from address: String?, in catalogue: Catalogue?) {
        guard let catalogue, !catalogue.limited.isEmpty, caller?.role != Self.exempt else { return nil }
        let limited = targets.filter(catalogue.limited.contains)
        guard !limited.isEmpty else { return nil }
        self.targets = limited.sorted()
        claims = caller?.claims ?? Caller.anonymous.claims
        self.address = address
    }

    /// Goes first in a pipeline. It commits: what was counted stays so whatever becomes of the rest, and the rest isn't
    /// run where it refuses.
    var query: Query {
        let targets = ArrayLiteral.text(targets)
        return "call ops.take_turn(\(targets)::text[], \(claims)::jsonb, \(address))"
    }

    /// What a client is told of where it stands.
    static func headers(_ result: QueryResult) -> HTTPFields {
        var headers: HTTPFields = [:]
        if let policy = result.text(0, 0) { headers[.rateLimitPolicy] = policy }
        if let state = result.text(0, 1) { headers[.rateLimit] = state }
        return headers
    }

    /// What a client is told when it was refused.
    ///
    /// - Parameters:
    ///   - policy: The hint of the refusal: a class with quota and window.
    ///   - seconds: How long to wait.
    /// - Returns: Nil for another hint, of a function that refuses for reasons of its own.
    static func headers(refusedBy policy: String?, for seconds: String) -> HTTPFields? {
        guard let policy, policy.hasPrefix("\""), let name = policy.split(separator: ";").first,
            HTTPField.isValidValue(policy)
        else { return nil }
        return [.rateLimitPolicy: policy, .rateLimit: "\(name);r=0;t=\(seconds)"]
    }
}

extension HTTPField.Name {
    /// Quotas and their windows (draft-ietf-httpapi-ratelimit-headers-10, section 3).
    static let rateLimitPolicy = Self(limit: "ratelimit-policy")
    /// What is left of them (section 4).
    static let rateLimit = Self(limit: "ratelimit")

    private init(limit name: String) {
        guard let name = Self(name) else { preconditionFailure("\(name) is a header's name") }
        self = name
    }
}
