/// What is read of one relation, and of others through it; names have been looked up.
package struct ReadPlan: Sendable {
    /// Where rows come from.
    package enum Source: Sendable, Equatable {
        /// The relation.
        case relation
        /// What a statement before it has left under this name.
        case named(String)
    }

    package var relation: RelationName
    package var source: Source = .relation
    /// Under which name its columns are found.
    package var alias: String
    package var columns: [PlannedColumn] = []
    package var conditions: [Condition] = []
    package var order: [PlannedOrder] = []
    package var window = RowWindow()
    package var embeds: [Embed] = []

    /// Names of what it yields, in order; `*` is every column of the relation.
    package func shownNames(_ catalogue: Catalogue) -> [String] {
        var names: [String] = []
        for column in columns {
            if column.isStar, column.aggregate == nil {
                names += catalogue.relations[relation]?.columns.map(\.name) ?? []
            } else {
                names.append(column.shownName)
            }
        }
        for embed in embeds where !embed.isEmpty {
            names += embed.isSpread ? embed.plan.shownNames(catalogue) : [embed.name]
        }
        return names
    }
}

/// Rows of another relation inside each row of this one.
package struct Embed: Sendable {
    /// Under which name it is shown, filtered and ordered.
    package let name: String
    package let relationship: Catalogue.Relationship
    package let isInner: Bool
    package let isSpread: Bool
    /// Whether nothing of it is shown.
    package let isEmpty: Bool
    /// Names the joined query; unique in the statement.
    package let alias: String
    package var plan: ReadPlan
}

/// A column or aggregate that is read.
package struct PlannedColumn: Sendable {
    package let field: PlannedField
    package let alias: String?
    /// As SQL writes it.
    package let cast: String?
    package let aggregate: SelectedColumn.Aggregate?
    package let aggregateCast: String?

    package var isStar: Bool { field.path.name == "*" && field.column == nil }
    package var shownName: String { alias ?? aggregate?.rawValue ?? field.path.shownName }
}

/// A field whose column has been looked up.
package struct PlannedField: Sendable {
    package let path: FieldPath
    /// Nil for a function of the row, and for what PostgreSQL is to refuse.
    package let column: Catalogue.Column?
}

/// A condition on rows.
package indirect enum Condition: Sendable {
    case filter(PlannedField, Filter, parameter: String)
    /// Whether there is anything embedded.
    case embedded(alias: String, isSingle: Bool, exists: Bool)
    case group(isNegated: Bool, isOr: Bool, [Condition])
}

/// A term of an order.
package struct PlannedOrder: Sendable {
    package let field: PlannedField
    package let direction: OrderTerm.Direction?
    package let nulls: OrderTerm.Nulls?
    /// The relation whose row is looked at instead.
    package let relationship: Catalogue.Relationship?
}
