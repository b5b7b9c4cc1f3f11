/// A request that has been understood: its statement, and what is needed to run it and to answer.
package struct PreparedRequest: Sendable {
    package enum Kind: Sendable {
        case read(relation: String)
        case insert(WritePlan)
        case update(WritePlan)
        case delete(WritePlan)
        case put(WritePlan)
        case call(FunctionCall)
    }

    package let kind: Kind
    package let schema: String
    package let statement: RESTStatement
    package let media: MediaType
    package let preferences: Preferences
    package let window: RowWindow
    /// Names that no column has, with the parameter that holds them.
    package var unknownColumns: [(name: String, parameter: String)] = []
    /// Schema and name of what the statement reaches.
    package let objects: [String]
    package let isHead: Bool
    /// Whether the database is told that nothing is written.
    package let isReadOnly: Bool
    /// The query string in PostgREST's canonical form.
    package let canonicalQuery: String
    package let rowsMax: Int?

    /// Whether one row is asked for.
    var isSingular: Bool {
        guard case .object = media else { return false }
        if case .call(let call) = kind { return call.function.returnsSet }
        return true
    }

    /// Whether nothing is asked for beside the answer itself.
    var isPlain: Bool { media == .json && preferences == Preferences() && !isHead }

    /// What it counts for where that is limited, as rows of `ops.rate_limits` name it.
    var targets: [String] {
        let function = if case .call(let call) = kind { "\(schema).\(call.function.name.name)" } else { "" }
        return objects.map { object in
            "\(object == function ? "function" : "view") \(object.dropFirst(schema.utf8.count + 1))"
        }
    }

    var isWrite: Bool {
        switch kind {
        case .insert, .update, .delete, .put: true
        case .read: false
        case .call: !isReadOnly
        }
    }

    /// How many rows a change or call may be about; what is inserted is told by its body.
    var affectedMax: Int? {
        switch kind {
        case .update, .delete, .call: preferences.rowsMax
        case .read, .insert, .put: nil
        }
    }

    /// Whether rows may turn out to be too many or too few, so that what was done has to be undone.
    var isConditional: Bool {
        if !isWrite { return false }
        if case .put = kind { return true }
        return isSingular || affectedMax != nil
    }
}
