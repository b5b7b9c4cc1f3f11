extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The state alone, safe to log anywhere.
    public var description: String {
        "PostgresError(\(state))"
    }

    /// Every field that is set. It may quote row values and belongs in a developer's hands only.
    public var debugDescription: String {
        let fields: [(String, String?)] = [
            ("origin", "\(origin)"), ("severity", severity), ("message", message), ("detail", detail), ("hint", hint),
            ("context", context), ("constraint", constraint), ("schema", schema), ("table", table),
            ("column", column), ("dataType", dataType), ("position", position.map(String.init)),
            ("internalQuery", internalQuery), ("internalPosition", internalPosition.map(String.init)),
            ("sourceFile", sourceFile), ("sourceLine", sourceLine.map(String.init)),
            ("sourceRoutine", sourceRoutine), ("statement", statement), ("cause", cause?.debugDescription),
        ]
        let shown = fields.compactMap { name, value in value.map { "\(name): \($0)" } }
        return "PostgresError(\(state), \(shown.joined(separator: ", ")))"
    }
}
