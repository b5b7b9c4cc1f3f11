package import Postgres

/// Writes SQL: names are quoted, values are bound.
package struct SQLWriter {
    let catalogue: Catalogue
    package private(set) var parameters: [Parameter] = []
    /// Which field of the request each parameter is.
    package private(set) var fields: [String] = []

    package init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
    }

    /// Binds a value.
    ///
    /// - Returns: Its placeholder.
    mutating func bind(_ value: Parameter, field: String) -> String {
        parameters.append(value)
        fields.append(field)
        return "$\(parameters.count)"
    }

    mutating func bind(_ text: String, field: String) -> String {
        bind(.text(text), field: field)
    }

    /// A name in double quotes.
    static func name(_ name: String) -> String { Identifier(name).quoted }

    /// Text in single quotes, for what is part of a query's form and not a value: members of JSON.
    static func literal(_ text: String) -> String {
        let doubled = text.replacing("'", with: "''")
        return doubled.contains("\\") ? "E'\(doubled.replacing("\\", with: "\\\\"))'" : "'\(doubled)'"
    }
}
