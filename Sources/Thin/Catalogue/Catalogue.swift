/// What the schema `api` offers, as read from the database's own catalogue. Names in a request are looked up here.
package struct Catalogue: Sendable {
    /// A function that may be called.
    package struct Function: Sendable {
        /// A named argument.
        package struct Argument: Sendable {
            package let name: String
            /// The type as SQL writes it.
            package let type: String
            package let isRequired: Bool
            /// What JSON may stand for it.
            package let category: Category
        }

        /// What kind of JSON value a type takes.
        package enum Category: Sendable {
            case number, boolean, json, array, text
        }

        package let name: String
        package let arguments: [Argument]
        package let returnsSet: Bool
        package let returnsVoid: Bool
    }

    /// A view or table that may be read.
    package struct Relation: Sendable {
        package let name: String
        package let columns: [String]
    }

    /// A registered error.
    package struct RegisteredError: Sendable {
        package let status: Int
        package let message: String
        package let isRetryable: Bool
    }

    package var functions: [String: [Function]] = [:]
    package var relations: [String: Relation] = [:]
    package var errors: [String: RegisteredError] = [:]
    /// What `ops.schema_version()` answers.
    package var schemaVersion = ""

    /// The schema whose functions and views clients see.
    package static let schema = "api"
    /// The schema this build was made for; a test compares it with sql/migrations.
    package static let knownSchemaVersion = "20261121003010"
}
