/// Why a request's body can't be metered.
package struct WireProblem: Error, Sendable, Equatable {
    /// The member in which it was found, as a path from the top, if in one.
    package let field: String?
    /// What would have been right.
    package let rule: String

    package init(_ field: String?, _ rule: String) {
        self.field = field
        self.rule = rule
    }

    /// As any refused argument.
    package var problem: Problem {
        .invalidArgument(field, rule)
    }
}
