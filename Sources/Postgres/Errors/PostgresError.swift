/// What went wrong, with every field the server sent.
///
/// `description` shows only the state, because messages and details quote row values; `debugDescription`
/// shows all. Field meanings: PostgreSQL documentation, "Error and Notice Message Fields".
public struct PostgresError: Error, Sendable {
    /// Which side noticed.
    public enum Origin: Sendable, Hashable {
        /// The server refused or failed a statement.
        case server
        /// No connection could be made (`08001`), it was lost or stopped answering (`08006`).
        case connection
        /// The pool had no connection to give.
        case pool(PoolRefusal)
        /// The call was refused or given up before or while it ran: a bad parameter, misuse, a cancelled
        /// task.
        case client
    }

    /// Why a pool gave no connection.
    public enum PoolRefusal: Sendable, Hashable {
        /// As many callers as are allowed to wait already do.
        case queueFull
        /// No connection came free in time; `cause` is the last failure to connect, if there was one.
        case acquireTimeout
        /// The pool is shut down or about to be.
        case closed
    }

    /// The SQLSTATE.
    public var state: SQLState
    /// Which side noticed.
    public var origin: Origin
    /// The primary message.
    public var message: String
    /// Secondary message with the facts.
    public var detail: String?
    /// A suggestion.
    public var hint: String?
    /// The call stack of the routines that raised it.
    public var context: String?
    /// Name of the violated constraint.
    public var constraint: String?
    /// Schema of the object concerned.
    public var schema: String?
    /// Table concerned.
    public var table: String?
    /// Column concerned.
    public var column: String?
    /// Data type concerned.
    public var dataType: String?
    /// `ERROR`, `FATAL` or `PANIC`, never translated.
    public var severity: String?
    /// Where in the statement, in characters from 1.
    public var position: Int?
    /// The statement a routine was running.
    public var internalQuery: String?
    /// Where in `internalQuery`, in characters from 1.
    public var internalPosition: Int?
    /// File of the server's source that raised it.
    public var sourceFile: String?
    /// Line of that file.
    public var sourceLine: Int?
    /// Function of the server's source that raised it.
    public var sourceRoutine: String?
    /// SQL text of the statement that failed, without its parameters.
    public var statement: String?

    private var causes: [PostgresError] = []

    /// Makes an error from its essentials; the optional fields are set afterwards.
    public init(state: SQLState, origin: Origin, message: String, cause: PostgresError? = nil) {
        self.state = state
        self.origin = origin
        self.message = message
        self.cause = cause
    }

    /// What led to it, such as the refused connection behind an acquire timeout.
    public var cause: PostgresError? {
        get { causes.first }
        set { causes = newValue.map { [$0] } ?? [] }
    }

    /// Whether running the same transaction again may succeed: `40001` and `40P01`.
    public var isRetryable: Bool {
        state == .serializationFailure || state == .deadlockDetected
    }

    /// Whether the connection it happened on can run another statement. A server that reports `FATAL` or
    /// `PANIC` hangs up right after.
    public var connectionIsUsable: Bool {
        switch origin {
        case .server: severity != "FATAL" && severity != "PANIC"
        case .client: true
        case .connection, .pool: false
        }
    }
}
