/// A name in SQL: of a table, column, role or channel.
public struct Identifier: Sendable, Hashable {
    /// The name as the catalogue spells it.
    public let name: String

    /// Takes a name as the catalogue spells it, without quotes.
    public init(_ name: String) {
        self.name = name
    }

    /// The name in double quotes, those inside doubled, as `quote_ident` writes it.
    public var quoted: String {
        if !name.utf8.contains(UInt8(ascii: "\"")) { return "\"" + name + "\"" }
        var text = "\""
        for character in name.unicodeScalars {
            if character == "\"" { text.unicodeScalars.append(character) }
            text.unicodeScalars.append(character)
        }
        return text + "\""
    }
}
