/// A value bound to a placeholder, in PostgreSQL's text format.
///
/// The server infers the type from where the placeholder stands; a cast in the SQL settles it (`$1::jsonb`).
public enum Parameter: Sendable, Hashable {
    /// SQL null.
    case null
    /// Text.
    case text(String)
    /// UTF-8 text that is already bytes, such as a slice of a request's body. The server checks the encoding.
    case bytes([UInt8])
}
