extension Scanner {
    /// How far a value goes.
    enum ValueRule {
        /// To the end of the parameter.
        case whole
        /// To a comma or closing parenthesis, as in `and` and `or`.
        case listed
    }

    private static let operators = "operator (eq, gt, ...)"

    /// `[not.]<operator>.<value>` for a field.
    mutating func readFilter(of field: FieldPath, _ rule: ValueRule) throws(Mismatch) -> Filter {
        let isNegated = take("not.")
        return Filter(field: field, isNegated: isNegated, operation: try readOperation(rule))
    }

    private mutating func readOperation(_ rule: ValueRule) throws(Mismatch) -> Filter.Operation {
        let start = position
        let word = take { byte in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        switch word {
        case "in":
            try expectOperator(".")
            return .list(try readList())
        case "is":
            try expectOperator(".")
            return .state(try readState())
        case "isdistinct":
            try expectOperator(".")
            return .distinct(try readValue(rule))
        default: break
        }
        if let search = Filter.Search(rawValue: word) {
            let configuration = try readConfiguration()
            try expectOperator(".")
            return .search(search, configuration: configuration, try readValue(rule))
        }
        guard let comparison = Filter.Comparison(rawValue: word) else {
            goBack(to: start)
            throw miss(Self.operators)
        }
        var quantifier: Filter.Quantifier?
        if comparison.takesQuantifier {
            if take("(any)") { quantifier = .any } else if take("(all)") { quantifier = .all }
        }
        try expectOperator(".")
        return .comparison(comparison, quantifier, try readValue(rule))
    }

    private mutating func expectOperator(_ word: StaticString) throws(Mismatch) {
        guard take(word) else { throw miss("delimiter (.)") }
    }

    private mutating func readConfiguration() throws(Mismatch) -> String? {
        guard take("(") else { return nil }
        let name = take { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        try expect(")")
        return name
    }

    private mutating func readState() throws(Mismatch) -> Filter.State {
        let start = position
        let word = take { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }
        guard let state = Filter.State(rawValue: word.lowercased()) else {
            goBack(to: start)
            throw miss("isVal: (null, not_null, true, false, unknown)")
        }
        return state
    }

    /// `(a,"b,c",d)`
    private mutating func readList() throws(Mismatch) -> [String] {
        skipSpaces()
        try expect("(")
        skipSpaces()
        var elements: [String] = []
        repeat {
            elements.append(readElement())
        } while take(",")
        try expect(")")
        skipSpaces()
        return elements
    }

    private mutating func readValue(_ rule: ValueRule) throws(Mismatch) -> String {
        if rule == .whole { return takeRest() }
        if sees("{"), let array = attempt({ scanner throws(Mismatch) in try scanner.readBraced() }) { return array }
        return readElement()
    }

    /// Quoted, or up to a comma or closing parenthesis.
    private mutating func readElement() -> String {
        if sees("\""),
            let text = attempt({ scanner throws(Mismatch) in
                let text = try scanner.readQuoted()
                guard scanner.isAtEnd || scanner.sees(",") || scanner.sees(")") else { throw scanner.miss("\",\"") }
                return text
            })
        {
            return text
        }
        return take { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
    }

    /// `{a,b}`, without braces inside.
    private mutating func readBraced() throws(Mismatch) -> String {
        try expect("{")
        let content = take { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
        try expect("}")
        return "{\(content)}"
    }
}
