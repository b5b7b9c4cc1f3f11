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

    /// Which of the embeds a request means by a name: the one that is shown by it, else the first of that relation.
    package func position(of name: String) -> Int? {
        embeds.firstIndex { $0.name == name } ?? embeds.firstIndex { $0.target == name }
    }

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

    /// How many columns it yields.
    package func width(_ catalogue: Catalogue) -> Int {
        let own = columns.reduce(0) { sum, column in
            sum + (column.isStar && column.aggregate == nil ? catalogue.relations[relation]?.columns.count ?? 1 : 1)
        }
        return embeds.reduce(own) { $0 + ($1.isSpread ? $1.plan.width(catalogue) : 1) }
    }
}

/// Rows of another relation inside each row of this one.
package struct Embed: Sendable {
    /// Under which name it is shown.
    package let name: String
    /// Under which name it was asked for; it is filtered and ordered by either.
    package let target: String
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
