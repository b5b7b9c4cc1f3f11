internal import Postgres

/// Values written into SQL, for what goes out by the simple protocol, which binds none.
enum Literal {
    /// A string as the server reads it whatever `standard_conforming_strings` is. Source: libpq, `PQescapeLiteral`.
    static func quoted(_ value: String) -> String {
        let hasBackslash = value.utf8.contains(Byte.backslash)
        var text = hasBackslash ? " E'" : "'"
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "'"
    }

    /// A string, or null.
    static func quoted(_ value: String?) -> String {
        value.map { quoted($0) } ?? "null"
    }

    /// A name in double quotes.
    static func quotedName(_ name: String) -> String { Identifier(name).quoted }
}
