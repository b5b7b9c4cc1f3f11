/// A lexical element of SQL. All of a text's tokens, one after the other, are the text.
public struct Token: Sendable, Hashable {
    /// What it is.
    public enum Kind: Sendable, Hashable {
        /// Spaces, tabs and line ends.
        case space
        /// `-- …` to the end of its line, or `/* … */`, nested.
        case comment
        /// A key word or a name without quotes.
        case word
        /// `"…"` or `U&"…"`.
        case quotedName
        /// A string in single quotes, of whatever prefix.
        case string
        /// `$tag$ … $tag$`.
        case dollarString
        /// Digits, with what belongs to a number.
        case number
        /// `$1`.
        case parameter
        /// `:name`, `:'name'` or `:"name"`.
        case variable
        /// A backslash and the rest of its line: a command to psql.
        case command
        /// `;`
        case semicolon
        /// Any other character.
        case symbol
    }

    /// What it is.
    public let kind: Kind
    /// Where it stands, in bytes of UTF-8.
    public let range: Range<Int>
    /// Whether the text ended before it did: a quote, a comment or a dollar quote without its end.
    public let isUnterminated: Bool
}
