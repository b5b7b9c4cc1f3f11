extension Scanner {
    /// Letters, digits, `_`, `$` and space make a name; anything else wants quotes.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: " "), 0x80...0xFF:
            true
        default: false
        }
    }

    /// A name: quoted, or made of plain characters and dashes.
    mutating func readName() throws(Mismatch) -> String {
        skipSpaces()
        if peek() == UInt8(ascii: "\"") {
            let name = try readQuoted()
            guard !name.isEmpty else { throw miss("field name (* or [a-z0-9_$])") }
            skipSpaces()
            return name
        }
        var text = take(while: Self.isName)
        while peek() == UInt8(ascii: "-"), peek(1) != UInt8(ascii: ">") {
            _ = next()
            text += "-" + take(while: Self.isName)
        }
        let name = text.trimmingSpaces
        guard !name.isEmpty, name != "-" else { throw miss("field name (* or [a-z0-9_$])") }
        return name
    }

    /// Text between double quotes, in which a backslash takes the next character as it is.
    mutating func readQuoted() throws(Mismatch) -> String {
        try expect("\"")
        var content: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next() else { throw miss("any character") }
                content.append(escaped)
            default: content.append(byte)
            }
        }
        throw miss("\"")
    }

    /// A name of a type in a cast, or of what is aggregated.
    mutating func readWord() throws(Mismatch) -> String {
        let word = take(while: { $0 < 0x80 && Self.isName($0) }).trimmingSpaces
        guard !word.isEmpty else { throw miss("letter, digit, \"_\", \" \" or \"$\"") }
        return word
    }

    /// A column with its way into JSON.
    mutating func readField() throws(Mismatch) -> FieldPath {
        FieldPath(try readName(), try readSteps())
    }

    /// `->a->>b`; empty where there is none.
    mutating func readSteps() throws(Mismatch) -> [FieldPath.Step] {
        var steps: [FieldPath.Step] = []
        while sees("->") {
            _ = take("->")
            let isText = take(">")
            if let index = attempt({ scanner throws(Mismatch) in try scanner.readIndex() }) {
                steps.append(.init(key: .element(index), isText: isText))
            } else {
                steps.append(.init(key: .member(try readName()), isText: isText))
            }
        }
        return steps
    }

    private mutating func readIndex() throws(Mismatch) -> String {
        let sign = take("-") ? "-" : ""
        let digits = take { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        // More digits are no number that PostgreSQL could take.
        guard !digits.isEmpty, digits.utf8.count <= 9 else { throw miss("digit") }
        switch peek() {
        case nil, UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ")"): break
        default: guard sees("->") || sees("::") else { throw miss("end of the index") }
        }
        return sign + digits
    }
}

extension StringProtocol {
    /// Without spaces at both ends.
    var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.utf8.first == 0x20 { rest.removeFirst() }
        while rest.utf8.last == 0x20 { rest.removeLast() }
        return String(rest)
    }
}
