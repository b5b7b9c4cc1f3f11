extension Catalogue.Relationship {
    /// Derives relationships from foreign keys, seen from both sides, through views that show their columns, and across
    /// tables that join two others (as PostgREST does).
    static func all(
        of foreignKeys: [CatalogueRows.ForeignKey], _ relations: [CatalogueRows.Relation], _ origins: ViewOrigins,
        exposed: Set<String>, in catalogue: Catalogue
    ) -> [Catalogue.Relationship] {
        let names = Dictionary(relations.map { ($0.oid, RelationName($0.schema, $0.name)) }) { first, _ in first }
        var outgoing: [Catalogue.Relationship] = []
        for key in foreignKeys {
            let starts = [(key.table, key.columns)] + origins.views(showing: key.columns, of: key.table)
            let ends = [(key.target, key.targets)] + origins.views(showing: key.targets, of: key.target)
            for (start, startColumns) in starts {
                for (end, endColumns) in ends {
                    guard let origin = names[start], let target = names[end], exposed.contains(target.schema) else {
                        continue
                    }
                    outgoing.append(
                        .init(
                            origin: origin, target: target, kind: key.isUnique ? .oneToOne : .manyToOne,
                            constraint: key.name,
                            pairs: zip(startColumns, endColumns).map { Pair(origin: $0, target: $1) }, isOutgoing: true)
                    )
                }
            }
        }
        let direct = outgoing.filter { exposed.contains($0.origin.schema) }
        return direct + direct.map(\.reversed) + acrossJunctions(outgoing, catalogue)
    }

    private static func acrossJunctions(
        _ outgoing: [Catalogue.Relationship], _ catalogue: Catalogue
    ) -> [Catalogue.Relationship] {
        var result: [Catalogue.Relationship] = []
        for (junction, keys) in Dictionary(grouping: outgoing, by: \.origin).sorted(by: {
            ($0.key.schema, $0.key.name) < ($1.key.schema, $1.key.name)
        }) where keys.count > 1 {
            let primaryKey = Set(catalogue.relations[junction]?.primaryKey ?? [])
            let joins = keys.filter { key in primaryKey.isSuperset(of: key.pairs.map(\.origin)) }
            for first in joins {
                for second in joins where second.constraint != first.constraint {
                    result.append(
                        .init(
                            origin: first.target, target: second.target,
                            kind: .manyToMany(
                                Junction(
                                    relation: junction, constraints: [first.constraint, second.constraint],
                                    toOrigin: first.pairs, toTarget: second.pairs)),
                            constraint: junction.name, pairs: [], isOutgoing: false))
                }
            }
        }
        return result
    }
}
