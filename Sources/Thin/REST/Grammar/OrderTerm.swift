/// `column[.asc|.desc][.nullsfirst|.nullslast]`, or the same of a related row: `relation(column).desc`.
package struct OrderTerm: Sendable, Equatable {
    package enum Direction: String, Sendable, Equatable {
        case asc, desc
    }

    package enum Nulls: String, Sendable, Equatable {
        case nullsfirst, nullslast
    }

    package var relation: String?
    package var field: FieldPath
    package var direction: Direction?
    package var nulls: Nulls?
}
