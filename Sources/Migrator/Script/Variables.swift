/// Values for `:name`, `:'name'` and `:"name"` in scripts.
public struct Variables: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// A value is wanted that nobody gave.
    struct Missing: Error {
        let name: String
    }

    private let values: [String: String]

    /// By name.
    public init(_ values: [String: String]) {
        self.values = values
    }

    /// By name.
    public init(dictionaryLiteral elements: (String, String)...) {
        values = Dictionary(elements) { $1 }
    }

    /// These and another one, unless there is one of that name.
    func adding(_ name: String, _ value: String) -> Variables {
        Variables(values.merging([name: value]) { old, _ in old })
    }

    /// What stands for a variable: the value as it is, as a string, or as a name.
    ///
    /// `:name` may just as well be the bound of a slice, so without a value it stays as it is, as psql has it.
    func expansion(of token: String) throws(Missing) -> String {
        let name = token.drop { $0 == ":" || $0 == "'" || $0 == "\"" }.prefix { $0 != "'" && $0 != "\"" }
        guard let value = values[String(name)] else {
            if token.hasPrefix(":'") || token.hasPrefix(":\"") { throw Missing(name: String(name)) }
            return token
        }
        if token.hasPrefix(":'") { return Literal.quoted(value) }
        if token.hasPrefix(":\"") { return Literal.quotedName(value) }
        return value
    }
}
