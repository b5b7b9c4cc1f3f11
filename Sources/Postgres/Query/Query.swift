/// One SQL statement and the values bound to its placeholders.
///
/// Written as a string literal; what stands in `\(…)` is bound, never pasted:
/// ```swift
/// let query: Query = "select * from api.balance where user_id = \(userID)"
/// ```
public struct Query: Sendable, Hashable {
    /// SQL with placeholders `$1`, `$2`, …
    public let text: String
    /// Values of the placeholders, in order.
    public let parameters: [Parameter]

    /// Takes SQL that was put together elsewhere. The caller vouches for it: nothing that came from a request
    /// may be in `unsafeText`.
    public init(unsafeText: String, parameters: [Parameter] = []) {
        self.text = unsafeText
        self.parameters = parameters
    }
}
