/// Which server to connect to, as libpq understands it. It never shows the connection string, which may hold
/// a password.
public struct ConnectionTarget: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Passed to libpq untouched.
    let conninfo: String
    /// Shown in `pg_stat_activity` unless the connection string names its own.
    public let applicationName: String
    /// Limit for each host's address tried.
    public let connectTimeout: Duration

    /// - Parameters:
    ///   - conninfo: A URI, keywords and values, or empty for libpq's own `PG*` environment. Several hosts,
    ///     service and password files and TLS options work as libpq documents them.
    ///   - applicationName: Shown in `pg_stat_activity` unless the connection string names its own.
    ///   - connectTimeout: Limit for each address tried, rounded up to whole seconds, at least two; a
    ///     `connect_timeout` in the connection string wins.
    public init(conninfo: String, applicationName: String, connectTimeout: Duration) {
        self.conninfo = conninfo
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
    }

    /// The application's name only.
    public var description: String { "ConnectionTarget(\(applicationName))" }
    /// The application's name only.
    public var debugDescription: String { description }
    /// The application's name only.
    public var customMirror: Mirror { Mirror(self, children: ["applicationName": applicationName]) }
}
