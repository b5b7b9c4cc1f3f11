extension Catalogue {
    /// A function that may be called.
    package struct Function: Sendable {
        /// An argument; one without a name can only be given as the whole body.
        package struct Argument: Sendable, Equatable {
            package let name: String
            /// The type as SQL writes it.
            package let type: String
            package let isRequired: Bool
            /// Whether it takes all values of that name.
            package let isVariadic: Bool
            /// What JSON may stand for it.
            package let category: Category

            package init(
                name: String, type: String, isRequired: Bool, isVariadic: Bool = false, category: Category
            ) {
                self.name = name
                self.type = type
                self.isRequired = isRequired
                self.isVariadic = isVariadic
                self.category = category
            }
        }

        /// What kind of JSON value a type takes.
        package enum Category: Sendable {
            case number, boolean, json, array, text, composite
        }

        /// What it returns.
        package enum Result: Sendable, Equatable {
            case nothing
            case scalar
            /// Rows with columns of their own; of a relation if one is named.
            case row(RelationName?)
        }

        package let name: RelationName
        package let arguments: [Argument]
        package let result: Result
        package let returnsSet: Bool
        /// The returned type as SQL writes it.
        package let type: String
        /// Names of the returned columns, if they are its own.
        package let columns: [String]
        /// Whether it changes nothing.
        package let isReadOnly: Bool
        package let comment: String?

        package var returnsVoid: Bool { result == .nothing }

        /// Its only argument, if that has no name.
        package var unnamedArgument: Argument? {
            arguments.count == 1 && arguments[0].name.isEmpty ? arguments[0] : nil
        }
    }
}

extension Catalogue.Function.Category {
    /// - Parameters:
    ///   - typeCategory: `pg_type.typcategory`.
    ///   - type: The type's name.
    init(typeCategory: String, type: String) {
        switch (typeCategory, type) {
        case (_, "json"), (_, "jsonb"): self = .json
        case ("N", _): self = .number
        case ("B", _): self = .boolean
        case ("A", _): self = .array
        case ("C", _): self = .composite
        default: self = .text
        }
    }
}
