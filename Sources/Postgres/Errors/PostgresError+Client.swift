extension PostgresError {
    /// `08001`: no connection could be made.
    static func refused(_ message: String) -> PostgresError {
        PostgresError(state: .cannotConnect, origin: .connection, message: message)
    }

    /// `08006`: the connection broke, or the server stopped answering.
    static func lost(_ message: String) -> PostgresError {
        PostgresError(state: .connectionFailure, origin: .connection, message: message)
    }

    /// `08003`: the connection was closed before the call.
    static var closed: PostgresError {
        PostgresError(state: .connectionDoesNotExist, origin: .connection, message: "the connection is closed")
    }

    /// `57014`: the calling task was cancelled before anything was sent.
    static var cancelled: PostgresError {
        PostgresError(state: .queryCancelled, origin: .client, message: "the calling task was cancelled")
    }

    /// `22021`: PostgreSQL text can't hold a NUL byte, and the wire format would silently end there.
    static func holdsNUL(_ what: String) -> PostgresError {
        PostgresError(state: .characterNotInRepertoire, origin: .client, message: "\(what) holds a NUL byte")
    }

    /// The call can't be made in this form or at this moment.
    static func misuse(_ state: SQLState, _ message: String) -> PostgresError {
        PostgresError(state: state, origin: .client, message: message)
    }

    /// `53300` or, while the server can't be reached, `08001`; `08003` once the pool is closed.
    static func pool(_ refusal: PoolRefusal, cause: PostgresError? = nil) -> PostgresError {
        let (state, message): (SQLState, String) =
            switch refusal {
            case .queueFull: (.tooManyConnections, "too many callers wait for a connection")
            case .acquireTimeout where cause != nil: (.cannotConnect, "the database can't be reached")
            case .acquireTimeout: (.tooManyConnections, "no connection came free in time")
            case .closed: (.connectionDoesNotExist, "the pool is closed")
            }
        return PostgresError(state: state, origin: .pool(refusal), message: message, cause: cause)
    }
}
