extension Scanner {
    /// What is selected, up to the end or a closing parenthesis; nothing at all selects nothing.
    mutating func readSelection(depth: Int = 0) throws(Mismatch) -> [SelectItem] {
        guard depth <= Self.depthMax else { throw miss("fewer levels") }
        skipSpaces()
        if isAtEnd || sees(")") { return [] }
        var items: [SelectItem] = []
        repeat {
            items.append(try readItem(depth))
            skipSpaces()
        } while take(",")
        return items
    }

    private mutating func readItem(_ depth: Int) throws(Mismatch) -> SelectItem {
        skipSpaces()
        if take("...") {
            let (name, alias) = try readAliasedName()
            var relation = try readRelation(name, alias: alias, depth)
            relation.isSpread = true
            return .relation(relation)
        }
        if take("*") { return .column(SelectedColumn(field: FieldPath("*"))) }
        let (name, alias) = try readAliasedName()
        if name == "count", take("()") {
            return .column(
                SelectedColumn(
                    field: FieldPath("*"), alias: alias, aggregate: .count, aggregateCast: try readCast()))
        }
        // What `count` counts isn't said in its parentheses.
        if name == "count", sees("(") { throw miss("\")\"") }
        if sees("(") || sees("!") { return .relation(try readRelation(name, alias: alias, depth)) }
        return .column(try readColumn(name, alias: alias))
    }

    private mutating func readAliasedName() throws(Mismatch) -> (name: String, alias: String?) {
        let first = try readName()
        guard sees(":"), !sees("::") else { return (first, nil) }
        _ = take(":")
        return (try readName(), first)
    }

    private mutating func readColumn(_ name: String, alias: String?) throws(Mismatch) -> SelectedColumn {
        var column = SelectedColumn(field: FieldPath(name, try readSteps()), alias: alias)
        column.cast = try readCast()
        if take(".") {
            guard let aggregate = SelectedColumn.Aggregate(rawValue: try readWord()) else {
                throw miss("avg, count, max, min or sum")
            }
            try expect("()")
            column.aggregate = aggregate
            column.aggregateCast = try readCast()
        }
        skipSpaces()
        guard isAtEnd || sees(",") || sees(")") else { throw miss("\"->\", \"::\", \".\", \",\" or \")\"") }
        return column
    }

    private mutating func readCast() throws(Mismatch) -> String? {
        take("::") ? try readWord() : nil
    }

    private mutating func readRelation(
        _ name: String, alias: String?, _ depth: Int
    ) throws(Mismatch) -> SelectedRelation {
        var relation = SelectedRelation(name: name, alias: alias, items: [])
        for _ in 0..<2 where take("!") {
            let parameter = try readName()
            if let join = SelectedRelation.Join(rawValue: parameter) {
                relation.join = join
            } else {
                relation.hint = parameter
            }
        }
        try expect("(")
        relation.items = try readSelection(depth: depth + 1)
        try expect(")")
        return relation
    }
}
