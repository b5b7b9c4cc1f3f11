internal import Configuration
internal import HTTPTypes
internal import Hummingbird

/// Which pages of other origins browsers let read answers (the Fetch standard's CORS protocol, with PostgREST's headers).
public struct CrossOrigin: Sendable, Equatable {
    private enum Allowed: Sendable, Equatable {
        /// Whoever asks, but never with credentials that a browser adds by itself.
        case all
        case origins(Set<String>)
    }

    private static let methods = "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD"
    private static let exposed =
        "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, Transfer-Encoding, "
        + "Range-Unit"
    /// What a page may read of where it stands, once that is told.
    private static let limits = "RateLimit, RateLimit-Policy, Retry-After"
    /// How long a browser may remember what it was told, in seconds.
    private static let maxAgeSeconds = 86_400

    private let allowed: Allowed

    /// No other origin.
    public init() {
        allowed = .origins([])
    }

    /// - Parameter text: Exact origins with commas between, or `*` for all of them.
    /// - Throws: `ConfigurationError` for what is no origin.
    public init(_ text: String) throws(ConfigurationError) {
        let names = text.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty }
        guard names != ["*"] else {
            allowed = .all
            return
        }
        guard names.allSatisfy(Self.isOrigin) else {
            throw ConfigurationError(
                variable: "THIN_CORS_ORIGINS", rule: "is origins such as https://example.com, with commas between, or *"
            )
        }
        allowed = .origins(Set(names))
    }

    /// Reads `THIN_CORS_ORIGINS`.
    ///
    /// - Throws: As above.
    static func fromEnvironment() throws(ConfigurationError) -> CrossOrigin {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        return try CrossOrigin(environment.string(forKey: "thin.cors.origins", default: ""))
    }

    /// A scheme, a host and perhaps a port, as browsers send them.
    private static func isOrigin(_ text: String) -> Bool {
        guard let mark = text.firstRange(of: "://"), mark.lowerBound > text.startIndex else { return false }
        let host = text[mark.upperBound...]
        return !host.isEmpty && text == text.lowercased()
            && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?#@*,\"\\".utf8.contains($0) }
    }

    /// The answer to a browser that asks before it sends; nil for any other request.
    func preflight(_ request: Request) -> Response? {
        guard request.method == .options, request.headers[.origin] != nil,
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        var response = Response(status: .ok)
        guard admits(request.headers[.origin]) else { return response }
        let wanted = request.headers[.accessControlRequestHeaders].map { asked in
            asked.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty }
        }
        let names = ["Authorization"] + (wanted ?? []) + ["Accept", "Accept-Language", "Content-Language"]
        response.headers[.accessControlAllowMethods] = Self.methods
        response.headers[.accessControlAllowHeaders] = names.joined(separator: ", ")
        response.headers[.accessControlMaxAge] = String(Self.maxAgeSeconds)
        return response
    }

    /// Says whose pages may read an answer.
    func mark(_ response: inout Response, to request: Request) {
        switch allowed {
        case .all: response.headers[.accessControlAllowOrigin] = "*"
        case .origins(let origins):
            if origins.isEmpty { return }
            // What is cached for one origin must not be shown to another.
            response.headers.append(HTTPField(name: .vary, value: "Origin"))
            guard let origin = request.headers[.origin], origins.contains(origin) else { return }
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlAllowCredentials] = "true"
        }
        let isLimited = response.headers[.rateLimit] != nil
        response.headers[.accessControlExposeHeaders] = isLimited ? "\(Self.exposed), \(Self.limits)" : Self.exposed
    }

    private func admits(_ origin: String?) -> Bool {
        switch allowed {
        case .all: true
        case .origins(let origins): origin.map(origins.contains) ?? false
        }
    }
}
