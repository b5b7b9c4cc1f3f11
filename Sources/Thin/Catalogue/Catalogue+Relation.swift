extension Catalogue {
    /// A table or view.
    package struct Relation: Sendable {
        package let name: RelationName
        package let columns: [Column]
        package internal(set) var primaryKey: [String]
        package let isView: Bool
        package let comment: String?
        /// What may be done to it, as far as it is known without asking for rights.
        package let isInsertable: Bool
        package let isUpdatable: Bool
        package let isDeletable: Bool
        /// Functions of a row that are read as if they were columns.
        package internal(set) var computedColumns: Set<String> = []
        /// Most rows of one page, where a rule in the database says so; the least is then 1.
        package let pageMax: Int?

        private let positions: [String: Int]

        package init(
            name: RelationName, columns: [Column], primaryKey: [String], isView: Bool, comment: String?,
            isInsertable: Bool, isUpdatable: Bool, isDeletable: Bool, pageMax: Int?
        ) {
            self.name = name
            self.columns = columns
            self.primaryKey = primaryKey
            self.isView = isView
            self.comment = comment
            self.isInsertable = isInsertable
            self.isUpdatable = isUpdatable
            self.isDeletable = isDeletable
            self.pageMax = pageMax
            positions = Dictionary(columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
        }

        /// The column of that name.
        package func column(_ name: String) -> Column? {
            positions[name].map { columns[$0] }
        }

        /// Whether a name can be read of a row.
        package func offers(_ name: String) -> Bool {
            positions[name] != nil || computedColumns.contains(name)
        }
    }

    /// A column.
    package struct Column: Sendable {
        package let name: String
        /// The type as SQL writes it.
        package let type: String
        /// The same without a domain around it and without limits.
        package let baseType: String
        package let isNullable: Bool
        /// The expression that stands for a value that isn't given, as SQL writes it.
        package let defaultValue: String?
        package let comment: String?
        package let labels: [String]

        package var isJSON: Bool { baseType == "json" || baseType == "jsonb" }
    }
}
