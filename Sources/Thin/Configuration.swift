internal import Configuration
internal import Foundation

/// What the environment says, parsed once. It prints without its secrets.
public struct ThinConfiguration: Sendable, CustomStringConvertible {
    /// libpq connection string; empty for libpq's own `PG*` variables.
    public var databaseURL: String
    /// Address to listen on.
    public var host: String
    /// Port to listen on; 0 for any free one.
    public var port: Int
    /// Key of HS256 tokens.
    public var jwtSecret: String
    /// Most connections to the database.
    public var poolSize: Int
    /// Whether calls that arrive while others commit go out together.
    public var gathers: Bool
    /// How people sign in.
    public var identity = IdentityConfiguration()

    /// The account that takes money.
    public var stripe = StripeConfiguration()
    /// The providers of models.
    public var ai = AIConfiguration()
    /// How the REST surface is set up.
    public var rest = RESTConfiguration()
    /// What the edge in front of the service proves itself by.
    public var edge = EdgeSecret()
    /// Whose pages may read answers.
    public var crossOrigin = CrossOrigin()
    /// Whose word about where requests come from is taken.
    public var proxies = TrustedProxies()
    /// What clients may take.
    public var clients = ClientLimits()
    /// Who may read `/metrics`.
    public var metrics = MetricsAccess.local
    /// How the database is reached beside its connection string.
    public var database = DatabaseWays()
    /// Where requests come in, where somebody else has opened that; nil for host and port.
    package var socket: ListeningSocket?

    /// HS256 wants a key as long as its digest (RFC 7518, section 3.2).
    static let jwtSecretLengthMin = 32
    /// Ports there are.
    static let ports = 0...65_535
    /// Sizes of the pool that make sense.
    static let poolSizes = 1...1000

    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    public init(
        databaseURL: String, host: String, port: Int, jwtSecret: String, poolSize: Int, gathers: Bool = true
    ) throws(ConfigurationError) {
        guard jwtSecret.utf8.count >= Self.jwtSecretLengthMin else {
            throw ConfigurationError(
                variable: "THIN_JWT_SECRET", rule: "is set, with at least \(Self.jwtSecretLengthMin) bytes")
        }
        guard Self.ports.contains(port) else { throw ConfigurationError(variable: "THIN_PORT", rule: "is 0 to 65535") }
        guard Self.poolSizes.contains(poolSize) else {
            throw ConfigurationError(variable: "THIN_POOL_SIZE", rule: "is 1 to 1000")
        }
        self.databaseURL = databaseURL
        self.host = host
        self.port = port
        self.jwtSecret = jwtSecret
        self.poolSize = poolSize
        self.gathers = gathers
    }

    /// Reads the process's environment.
    ///
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    public static func fromEnvironment() throws(ConfigurationError) -> ThinConfiguration {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        var configuration = try ThinConfiguration(
            databaseURL: environment.string(forKey: "database.url", isSecret: true, default: ""),
            host: environment.string(forKey: "thin.host", default: "127.0.0.1"),
            port: try integer("thin.port", "THIN_PORT", default: 54321, in: environment),
            jwtSecret: environment.string(forKey: "thin.jwt.secret", isSecret: true, default: ""),
            poolSize: try integer("thin.pool.size", "THIN_POOL_SIZE", default: 16, in: environment),
            gathers: try gathers(environment.string(forKey: "thin.gather"))
        )
        configuration.edge = try .fromEnvironment()
        configuration.crossOrigin = try .fromEnvironment()
        configuration.proxies = try .fromEnvironment()
        configuration.clients = try .fromEnvironment()
        configuration.metrics = try .fromEnvironment()
        configuration.database = try .fromEnvironment()
        configuration.socket = try .inherited(ProcessInfo.processInfo.environment)
        configuration.rest = try .read { environment.string(forKey: $0) }
        configuration.identity = try .fromEnvironment()
        configuration.stripe = try .fromEnvironment()
        configuration.ai = try .fromEnvironment()
        return configuration
    }

    /// Reads `THIN_GATHER`: on unless it says off.
    ///
    /// - Throws: `ConfigurationError` for anything else.
    public static func gathers(_ text: String?) throws(ConfigurationError) -> Bool {
        switch text ?? "" {
        case "", "on": return true
        case "off": return false
        default: throw ConfigurationError(variable: "THIN_GATHER", rule: "is on or off")
        }
    }

    /// A number that isn't one is an error, not the default.
    private static func integer(
        _ key: ConfigKey, _ variable: String, default fallback: Int, in environment: ConfigReader
    ) throws(ConfigurationError) -> Int {
        guard let text = environment.string(forKey: key), !text.isEmpty else { return fallback }
        guard let number = Int(text) else { throw ConfigurationError(variable: variable, rule: "is a whole number") }
        return number
    }

    /// Where it listens and how large its pool is; nothing secret.
    public var description: String { "ThinConfiguration(\(host):\(port), pool of \(poolSize))" }
}

/// A setting that can't be used.
public struct ConfigurationError: Error, CustomStringConvertible {
    /// The environment variable.
    public let variable: String
    /// What it has to be.
    public let rule: String

    package init(variable: String, rule: String) {
        self.variable = variable
        self.rule = rule
    }

    /// Names the variable and its rule.
    public var description: String { "\(variable) \(rule)" }
}
