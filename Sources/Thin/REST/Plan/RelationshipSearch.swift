/// Finds the one relationship that a request means.
///
/// Source: PostgREST's reference, "Resource Embedding".
struct RelationshipSearch {
    private let catalogue: Catalogue
    private let schema: String

    init(_ catalogue: Catalogue, schema: String) {
        self.catalogue = catalogue
        self.schema = schema
    }

    /// - Parameters:
    ///   - name: A relation, a foreign key, a column that is one, or a function of the row.
    ///   - hint: What tells several apart: a foreign key, its column on either side, or the table between.
    /// - Throws: `Problem` 400 where there is none, 300 where there are several.
    func relationship(
        from origin: RelationName, to name: String, hint: String?
    ) throws(Problem) -> Catalogue.Relationship {
        let all = (catalogue.relationships[origin] ?? []).filter { $0.target.schema == schema }
        let computed = all.filter {
            if case .computed(let function, _) = $0.kind {
                function.name == name && function.schema == schema
            } else {
                false
            }
        }
        // One that was written takes precedence over those that were found.
        if let computed = computed.first { return computed }
        let found = all.filter { relationship in
            if case .computed = relationship.kind { return false }
            return Self.isMeant(relationship, name, hint)
        }
        // A foreign key leads to a table first, to views of it only where they are named.
        let tables = found.filter { catalogue.relations[$0.target]?.isView != true }
        if found.count > 1, tables.count == 1, found.allSatisfy({ $0.target.name != name }) { return tables[0] }
        guard let first = found.first else { throw .noRelationship(origin, name, hint, all, catalogue) }
        guard found.count == 1 else { throw .ambiguousRelationship(origin.name, name, found) }
        return first
    }

    private static func isMeant(_ relationship: Catalogue.Relationship, _ name: String, _ hint: String?) -> Bool {
        if relationship.isSelf, !relationship.isManyToMany {
            // Two ways lead to a relation itself: its name is the way down, the key's column the way up.
            let column = relationship.pairs.count == 1 ? relationship.keyColumn : nil
            guard let hint else {
                return relationship.isOutgoing ? column == name : relationship.target.name == name
            }
            if relationship.isOutgoing { return column == name && hint == relationship.constraint }
            return relationship.target.name == name && (column == hint || hint == relationship.constraint)
        }
        guard let hint else {
            return relationship.target.name == name || (relationship.isKey(name) && relationship.isOutgoingOrMany(name))
        }
        return relationship.target.name == name && relationship.isHinted(hint)
    }
}

extension Catalogue.Relationship {
    var isManyToMany: Bool {
        if case .manyToMany = kind { true } else { false }
    }

    /// The foreign key's column, on the side that has the key.
    fileprivate var keyColumn: String { isOutgoing ? pairs[0].origin : pairs[0].target }

    /// Whether a name is the foreign key, or the only column of it.
    fileprivate func isKey(_ name: String) -> Bool {
        !isManyToMany && (constraint == name || (pairs.count == 1 && isOutgoing && pairs[0].origin == name))
    }

    fileprivate func isOutgoingOrMany(_ name: String) -> Bool {
        isOutgoing || constraint == name
    }

    fileprivate func isHinted(_ hint: String) -> Bool {
        if case .manyToMany(let junction) = kind { return junction.relation.name == hint }
        return constraint == hint || (pairs.count == 1 && (pairs[0].origin == hint || pairs[0].target == hint))
    }

    /// As PostgREST tells it from others.
    var detail: (cardinality: String, relationship: String) {
        let columns = { (names: [String]) in "(\(names.joined(separator: ", ")))" }
        let key =
            "\(constraint) using \(origin.name)\(columns(pairs.map(\.origin)))"
            + " and \(target.name)\(columns(pairs.map(\.target)))"
        switch kind {
        case .manyToOne: return ("many-to-one", key)
        case .oneToMany: return ("one-to-many", key)
        case .oneToOne: return ("one-to-one", key)
        case .manyToMany(let junction):
            let names = zip(junction.constraints, [junction.toOrigin, junction.toTarget]).map { constraint, pairs in
                constraint + columns(pairs.map(\.origin))
            }
            return ("many-to-many", "\(junction.relation.name) using \(names.joined(separator: " and "))")
        case .computed(let function, _): return ("computed", function.name)
        }
    }

    /// What to write after the relation's name so that it is this one.
    var hint: String {
        if case .manyToMany(let junction) = kind { return junction.relation.name }
        return constraint
    }
}
