internal import Configuration
internal import NIOCore

/// What clients may take of the service by being there.
public struct ClientLimits: Sendable {
    /// Longest a client may be silent, or take nothing of its answer, in seconds.
    public var seconds = 60
    /// Most connections of clients at once; nil for as many as the system allows.
    public var connectionsMax: Int?

    /// As if nothing were set.
    public init() {}

    /// Reads `THIN_CLIENT_TIMEOUT` and `THIN_MAX_CONNECTIONS`.
    ///
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    static func fromEnvironment() throws(ConfigurationError) -> ClientLimits {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        var limits = ClientLimits()
        if let text = environment.string(forKey: "thin.client.timeout"), !text.isEmpty {
            guard let seconds = Int(text), (1...3600).contains(seconds) else {
                throw ConfigurationError(variable: "THIN_CLIENT_TIMEOUT", rule: "is 1 to 3600 seconds")
            }
            limits.seconds = seconds
        }
        if let text = environment.string(forKey: "thin.max.connections"), !text.isEmpty {
            guard let count = Int(text), (1...1_000_000).contains(count) else {
                throw ConfigurationError(variable: "THIN_MAX_CONNECTIONS", rule: "is 1 to 1000000")
            }
            limits.connectionsMax = count
        }
        return limits
    }

    var patience: TimeAmount { .seconds(Int64(seconds)) }
}
