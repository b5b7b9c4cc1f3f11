/// A query string's meaning (PostgREST's reference, "Tables and Views").
package struct QueryString: Sendable, Equatable {
    /// Something that concerns an embedded relation, or the root when the path is empty.
    package struct Placed<Value: Sendable & Equatable>: Sendable, Equatable {
        package let path: [String]
        package let value: Value
        /// The parameter it came from.
        package let parameter: String
    }

    /// As `limit` or `offset` says it, not a number perhaps.
    package struct Bound: Sendable, Equatable {
        package let isLimit: Bool
        package let text: String
    }

    /// Nil for all columns.
    package var selection: [SelectItem]?
    package var filters: [Placed<Filter>] = []
    package var logic: [Placed<LogicTree>] = []
    package var order: [Placed<[OrderTerm]>] = []
    package var bounds: [Placed<Bound>] = []
    package var columns: [String]?
    package var conflictColumns: [String]?
    /// Arguments of a function that is called by GET or HEAD.
    package var arguments: [(name: String, value: String)] = []

    /// - Parameters:
    ///   - parameters: Decoded, in order.
    ///   - takesArguments: Whether what is no filter is a function's argument.
    package init(_ parameters: [(name: String, value: String)], takesArguments: Bool = false) throws(SyntaxError) {
        for parameter in parameters { try read(parameter.name, parameter.value, takesArguments) }
    }

    private mutating func read(_ name: String, _ value: String, _ takesArguments: Bool) throws(SyntaxError) {
        switch name {
        case "select":
            if selection != nil { return }
            selection = try Scanner.read(value, as: "select parameter", field: name) {
                scanner throws(Scanner.Mismatch) in try scanner.readSelection()
            }
        case "columns":
            columns = try Self.names(value, name)
        case "on_conflict":
            conflictColumns = try Self.names(value, name)
        default: try readPlaced(name, value, takesArguments)
        }
    }

    private static func names(_ value: String, _ name: String) throws(SyntaxError) -> [String] {
        try Scanner.read(value, as: "\(name) parameter", field: name) {
            scanner throws(Scanner.Mismatch) in try scanner.readNames()
        }
    }

    private mutating func readPlaced(
        _ name: String, _ value: String, _ takesArguments: Bool
    ) throws(SyntaxError) {
        // A dot inside quotes ends nothing, and no reserved word ends with a quote.
        switch name.lastIndex(of: ".").map({ String(name[name.index(after: $0)...]) }) ?? name {
        case "order":
            let path = try Self.path(name).dropLast()
            let terms = try Scanner.read(value, as: "order", field: name) {
                scanner throws(Scanner.Mismatch) in try scanner.readOrder()
            }
            order.append(.init(path: Array(path), value: terms, parameter: name))
        case "limit", "offset":
            let path = try Self.path(name)
            bounds.append(
                .init(
                    path: path.dropLast(), value: Bound(isLimit: path.last == "limit", text: value), parameter: name))
        case "and", "or": try readLogic(name, value)
        default:
            if takesArguments, Self.isArgument(value) {
                arguments.append((name, value))
                return
            }
            let (path, field) = try Self.placedField(name)
            let filter = try Scanner.read(value, as: "filter", field: name) { scanner throws(Scanner.Mismatch) in
                try scanner.readFilter(of: field, .whole)
            }
            filters.append(.init(path: path, value: filter, parameter: name))
        }
    }

    private mutating func readLogic(_ name: String, _ value: String) throws(SyntaxError) {
        var path = try Self.path(name, as: "logic path")
        let isOr = path.removeLast() == "or"
        let isNegated = path.last == "not"
        if isNegated { path.removeLast() }
        let trees = try Scanner.read(value, as: "logic tree", field: name) { scanner throws(Scanner.Mismatch) in
            try scanner.readConditions(0)
        }
        logic.append(
            .init(path: path, value: .group(isNegated: isNegated, isOr: isOr, trees), parameter: name))
    }

    /// Names with dots between.
    private static func path(_ name: String, as what: String = "tree path") throws(SyntaxError) -> [String] {
        try Scanner.read(name, as: what, field: name) { scanner throws(Scanner.Mismatch) in
            var names: [String] = []
            repeat { names.append(try scanner.readName()) } while scanner.take(".")
            return names
        }
    }

    /// Names with dots between, the last of which is a field.
    private static func placedField(_ name: String) throws(SyntaxError) -> ([String], FieldPath) {
        try Scanner.read(name, as: "tree path", field: name) { scanner throws(Scanner.Mismatch) in
            var names: [String] = []
            repeat { names.append(try scanner.readName()) } while scanner.take(".")
            return (names.dropLast(), FieldPath(names.last ?? "", try scanner.readSteps()))
        }
    }

    private static func isArgument(_ value: String) -> Bool {
        var scanner = Scanner(value)
        let filter = scanner.attempt { scanner throws(Scanner.Mismatch) in
            let filter = try scanner.readFilter(of: FieldPath("x"), .whole)
            guard scanner.isAtEnd else { throw scanner.miss("end of input") }
            return filter
        }
        return filter == nil
    }

    package static func == (left: QueryString, right: QueryString) -> Bool {
        left.selection == right.selection && left.filters == right.filters && left.logic == right.logic
            && left.order == right.order && left.bounds == right.bounds && left.columns == right.columns
            && left.conflictColumns == right.conflictColumns
            && left.arguments.elementsEqual(right.arguments) { $0 == $1 }
    }
}
