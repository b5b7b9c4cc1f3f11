/// One thing that is selected.
package indirect enum SelectItem: Sendable, Equatable {
    case column(SelectedColumn)
    case relation(SelectedRelation)
}

/// `[alias:]column[->path][::cast][.aggregate()[::cast]]`
package struct SelectedColumn: Sendable, Equatable {
    /// What can be computed over rows.
    package enum Aggregate: String, Sendable, Equatable, CaseIterable {
        case avg, count, max, min, sum
    }

    /// The name is `*` for all columns, and for what `count()` counts.
    package var field: FieldPath
    package var alias: String?
    package var cast: String?
    package var aggregate: Aggregate?
    package var aggregateCast: String?
}

/// `[alias:]relation[!hint][!inner](…)`, or `...relation(…)`.
package struct SelectedRelation: Sendable, Equatable {
    package enum Join: String, Sendable, Equatable {
        case inner, left
    }

    package var name: String
    package var alias: String?
    package var hint: String?
    package var join: Join?
    /// Whether its columns become the parent's.
    package var isSpread = false
    package var items: [SelectItem]
}
