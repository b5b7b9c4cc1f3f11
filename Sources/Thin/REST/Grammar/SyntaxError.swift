/// A part of a query string that has no meaning (PGRST100).
package struct SyntaxError: Error, Sendable, Equatable {
    /// What it was read as, such as `select parameter`.
    package let what: String
    /// The text.
    package let input: String
    /// Where it went wrong, in characters from 1.
    package let column: Int
    /// What stands there.
    package let found: String
    /// What could have stood there.
    package let expected: String
    /// The parameter.
    package let field: String
}
