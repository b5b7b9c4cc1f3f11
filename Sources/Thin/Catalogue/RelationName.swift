internal import Postgres

/// A table, view or function by schema and name.
package struct RelationName: Sendable, Hashable, Codable {
    package let schema: String
    package let name: String

    package init(_ schema: String, _ name: String) {
        self.schema = schema
        self.name = name
    }

    /// As SQL writes it.
    package var quoted: String { "\(Identifier(schema).quoted).\(Identifier(name).quoted)" }
}
