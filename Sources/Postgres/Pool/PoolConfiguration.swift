/// Limits of a pool.
public struct PoolConfiguration: Sendable {
    /// Where its connections go.
    public var target: ConnectionTarget
    /// Most connections, those being opened included.
    public var maximumConnections: Int
    /// Connections kept open while `run` runs, even if nobody uses them.
    public var minimumConnections: Int
    /// Most callers that may wait; one more is refused at once.
    public var queueLimit: Int
    /// Longest a caller waits for a connection.
    public var acquireTimeout: Duration
    /// Longest a connection stays unused; nil for ever.
    public var idleTimeout: Duration?
    /// Longest a connection is kept, cut by up to a tenth at random so that they aren't all replaced at once;
    /// nil for ever.
    public var maximumLifetime: Duration?
    /// `statement_timeout` of every session; nil leaves the server's. A server that doesn't answer in this
    /// time and `answerGrace` has its socket shut.
    public var statementTimeout: Duration?
    /// Whether sessions are given `statementTimeout`. Behind a transaction pooler a session is nobody's, so there the
    /// role has it instead.
    public var setsStatementTimeout: Bool
    /// How much longer than `statementTimeout` an answer may take.
    public var answerGrace: Duration
    /// Pauses between attempts to connect while the server is away.
    public var backoff: Backoff
    /// Most prepared statements kept on a connection; 0 for none, as a transaction pooler needs.
    public var statementCacheSize: Int

    /// How many are kept unless it is said otherwise.
    public static let statementCacheSize = 256

    /// - Parameters:
    ///   - target: Where the connections go.
    ///   - maximumConnections: Most connections, at least 1.
    ///   - minimumConnections: Connections kept open while `run` runs.
    ///   - queueLimit: Most callers that may wait.
    ///   - acquireTimeout: Longest a caller waits.
    ///   - idleTimeout: Longest a connection stays unused; nil for ever.
    ///   - maximumLifetime: Longest a connection is kept; nil for ever.
    ///   - statementTimeout: `statement_timeout` of every session; nil leaves the server's.
    ///   - setsStatementTimeout: Whether sessions are given it; false behind a transaction pooler.
    ///   - answerGrace: How much longer than `statementTimeout` an answer may take.
    ///   - backoff: Pauses between attempts to connect.
    ///   - statementCacheSize: Most prepared statements kept on a connection; 0 for none.
    public init(
        target: ConnectionTarget, maximumConnections: Int = 16, minimumConnections: Int = 0, queueLimit: Int = 1024,
        acquireTimeout: Duration = .seconds(10), idleTimeout: Duration? = .seconds(600),
        maximumLifetime: Duration? = .seconds(3600), statementTimeout: Duration? = nil,
        setsStatementTimeout: Bool = true, answerGrace: Duration = .seconds(5),
        backoff: Backoff = Backoff(initial: .milliseconds(100), maximum: .seconds(10)),
        statementCacheSize: Int = statementCacheSize
    ) {
        precondition(maximumConnections > 0 && minimumConnections <= maximumConnections, "limits of the pool")
        self.target = target
        self.maximumConnections = maximumConnections
        self.minimumConnections = minimumConnections
        self.queueLimit = queueLimit
        self.acquireTimeout = acquireTimeout
        self.idleTimeout = idleTimeout
        self.maximumLifetime = maximumLifetime
        self.statementTimeout = statementTimeout
        self.setsStatementTimeout = setsStatementTimeout
        self.answerGrace = answerGrace
        self.backoff = backoff
        self.statementCacheSize = statementCacheSize
    }
}
