extension Scanner {
    /// `[not.](and|or)(…)`, or a filter `<field>.<operation>`.
    mutating func readLogic(depth: Int = 0) throws(Mismatch) -> LogicTree {
        guard depth <= Self.depthMax else { throw miss("fewer levels") }
        skipSpaces()
        if let filter = attempt({ scanner throws(Mismatch) in
            let field = try scanner.readField()
            try scanner.expect(".")
            return try scanner.readFilter(of: field, .listed)
        }) {
            return .filter(filter)
        }
        let isNegated = take("not.")
        let isOr: Bool
        if take("and") {
            isOr = false
        } else if take("or") {
            isOr = true
        } else {
            throw miss("logic operator (and, or)")
        }
        return .group(isNegated: isNegated, isOr: isOr, try readConditions(depth))
    }

    /// `(a.eq.1,or(…))`
    mutating func readConditions(_ depth: Int) throws(Mismatch) -> [LogicTree] {
        skipSpaces()
        try expect("(")
        var trees: [LogicTree] = []
        repeat {
            trees.append(try readLogic(depth: depth + 1))
            skipSpaces()
        } while take(",")
        try expect(")")
        skipSpaces()
        return trees
    }
}
