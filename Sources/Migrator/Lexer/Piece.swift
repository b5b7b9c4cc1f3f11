/// A stretch of a script. All of its pieces, one after the other, are the script.
public struct Piece: Sendable, Hashable {
    /// What it is.
    public enum Kind: Sendable, Hashable {
        /// One statement with what stands before it and its semicolon, if it has one.
        case statement
        /// A command to psql, to the end of its line.
        case command
        /// What follows `copy … from stdin;`: the rest of its line, the rows, and `\.`.
        case copyData
        /// Spaces and comments that belong to no statement, and semicolons without one.
        case blank
    }

    /// What it is.
    public let kind: Kind
    /// Where it stands, in bytes.
    public let range: Range<Int>
    /// Where it stands without the spaces and comments before it and its semicolon.
    public let core: Range<Int>
    /// The first token without an end, if there is one.
    public let unterminated: Token?
}
