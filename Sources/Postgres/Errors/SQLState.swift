/// A five-character SQLSTATE: two for its class, three for the condition.
///
/// Source: PostgreSQL, Appendix A. Names exist only for the codes this module branches on; any other is
/// written as a literal, and a whole class is matched with `case SQLState.Class("TH"):`.
public struct SQLState: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The five characters.
    public let rawValue: String

    /// Takes a code as the server sent it.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes a code written in source.
    public init(stringLiteral value: String) {
        self.rawValue = value
    }

    /// The five characters.
    public var description: String { rawValue }

    /// The first two characters.
    public var `class`: Class { Class(String(rawValue.prefix(2))) }
}

extension SQLState {
    /// The first two characters of a code, such as `08` for connection exceptions or `TH` for this product's
    /// own.
    public struct Class: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// The two characters.
        public let prefix: String

        /// Takes a class by its two characters.
        public init(_ prefix: String) {
            self.prefix = prefix
        }

        /// Takes a class written in source.
        public init(stringLiteral value: String) {
            self.prefix = value
        }

        /// The two characters.
        public var description: String { prefix }
    }

    /// Lets a class stand as a pattern for the codes in it.
    public static func ~= (pattern: Class, state: SQLState) -> Bool {
        state.rawValue.hasPrefix(pattern.prefix)
    }
}

extension SQLState {
    /// `0A000`: among others, a cached plan whose result type has changed.
    public static let featureNotSupported: SQLState = "0A000"
    /// `08001`: no connection could be made.
    public static let cannotConnect: SQLState = "08001"
    /// `08003`: the connection, or the pool, is closed.
    public static let connectionDoesNotExist: SQLState = "08003"
    /// `08006`: the connection was lost.
    public static let connectionFailure: SQLState = "08006"
    /// `08P01`: an answer that the protocol doesn't allow.
    public static let protocolViolation: SQLState = "08P01"
    /// `22021`: text holding a NUL byte, or bytes that aren't UTF-8.
    public static let characterNotInRepertoire: SQLState = "22021"
    /// `25001`: a transaction inside a transaction.
    public static let activeTransaction: SQLState = "25001"
    /// `25P02`: the transaction has failed and can only be rolled back.
    public static let failedTransaction: SQLState = "25P02"
    /// `26000`: the server doesn't know the prepared statement.
    public static let unknownStatement: SQLState = "26000"
    /// `40001`: a serialization failure; trying again may succeed.
    public static let serializationFailure: SQLState = "40001"
    /// `40P01`: a deadlock; trying again may succeed.
    public static let deadlockDetected: SQLState = "40P01"
    /// `42601`: a statement of a form this call can't run.
    public static let syntaxError: SQLState = "42601"
    /// `53300`: no connection is free.
    public static let tooManyConnections: SQLState = "53300"
    /// `55P03`: a lock didn't come free within `lock_timeout`.
    public static let lockNotAvailable: SQLState = "55P03"
    /// `57014`: cancelled, by the caller or by `statement_timeout`.
    public static let queryCancelled: SQLState = "57014"
}
