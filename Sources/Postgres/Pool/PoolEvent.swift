/// What happens in a pool, for logs and metrics.
public enum PoolEvent: Sendable {
    /// A connection was opened.
    case opened
    /// A connection was closed.
    case closed(CloseReason)
    /// An attempt to connect failed; the next isn't made before this pause is over.
    case connectFailed(PostgresError, retryIn: Duration)
    /// A caller had to wait and got a connection after this long.
    case waited(Duration)
    /// A caller gave up waiting.
    case acquireTimedOut
    /// A caller was refused because too many wait.
    case queueFull

    /// So many statements went to the server in one trip.
    case sent(statements: Int)

    /// Why a connection was closed.
    public enum CloseReason: Sendable, Hashable {
        /// It broke, or its transaction couldn't be ended.
        case broken
        /// Nobody used it for long.
        case idleTimeout
        /// It was kept as long as is allowed.
        case lifetime
        /// The pool shuts down.
        case shutdown
    }
}
