/// A column, perhaps with a way into its JSON: `data->items->0->>name`.
package struct FieldPath: Sendable, Equatable {
    /// One step into JSON.
    package struct Step: Sendable, Equatable {
        /// What is stepped to.
        package enum Key: Sendable, Equatable {
            case member(String)
            /// As written: digits, with a minus before them if counted from the end.
            case element(String)
        }

        package let key: Key
        /// Whether it yields text (`->>`) instead of JSON.
        package let isText: Bool
    }

    package let name: String
    package var steps: [Step] = []

    package init(_ name: String, _ steps: [Step] = []) {
        self.name = name
        self.steps = steps
    }

    /// Under which name PostgREST shows it: the last member on the way, else the column.
    package var shownName: String {
        for step in steps.reversed() {
            if case .member(let name) = step.key { return name }
        }
        return name
    }
}
