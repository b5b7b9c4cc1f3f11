extension Catalogue {
    /// How rows of one relation find those of another.
    package struct Relationship: Sendable, Equatable {
        /// A pair of columns that are equal.
        package struct Pair: Sendable, Equatable {
            package let origin: String
            package let target: String
        }

        /// A table between two others.
        package struct Junction: Sendable, Equatable {
            package let relation: RelationName
            /// Its foreign keys.
            package let constraints: [String]
            /// Column of the junction, column of the origin.
            package let toOrigin: [Pair]
            /// Column of the junction, column of the target.
            package let toTarget: [Pair]
        }

        package enum Kind: Sendable, Equatable {
            case manyToOne, oneToMany
            /// Unique on both sides.
            case oneToOne
            case manyToMany(Junction)
            /// Made by a function of the origin's row.
            case computed(RelationName, isSingle: Bool)
        }

        package let origin: RelationName
        package let target: RelationName
        package let kind: Kind
        /// The foreign key.
        package let constraint: String
        package let pairs: [Pair]
        /// Whether the foreign key is the origin's.
        package let isOutgoing: Bool

        /// Whether a row has at most one.
        package var isSingle: Bool {
            switch kind {
            case .manyToOne, .oneToOne: true
            case .computed(_, let isSingle): isSingle
            case .oneToMany, .manyToMany: false
            }
        }

        package var isSelf: Bool { origin == target }

        /// The same, seen from the other side.
        var reversed: Relationship {
            Relationship(
                origin: target, target: origin, kind: kind == .manyToOne ? .oneToMany : .oneToOne,
                constraint: constraint, pairs: pairs.map { Pair(origin: $0.target, target: $0.origin) },
                isOutgoing: !isOutgoing)
        }
    }
}
