extension Scanner {
    /// Terms with commas between.
    mutating func readOrder() throws(Mismatch) -> [OrderTerm] {
        var terms: [OrderTerm] = []
        repeat {
            terms.append(try readTerm())
            skipSpaces()
        } while take(",")
        return terms
    }

    private mutating func readTerm() throws(Mismatch) -> OrderTerm {
        var term = OrderTerm(field: FieldPath(try readName()))
        if take("(") {
            term.relation = term.field.name
            term.field = try readField()
            skipSpaces()
            try expect(")")
        } else {
            term.field.steps = try readSteps()
        }
        if take(".asc") { term.direction = .asc } else if take(".desc") { term.direction = .desc }
        if take(".nullsfirst") { term.nulls = .nullsfirst } else if take(".nullslast") { term.nulls = .nullslast }
        skipSpaces()
        guard isAtEnd || sees(",") else { throw miss("\",\" or end of input") }
        return term
    }

    /// Names with commas between.
    mutating func readNames() throws(Mismatch) -> [String] {
        var names: [String] = []
        repeat {
            names.append(try readName())
            skipSpaces()
        } while take(",")
        return names
    }
}
