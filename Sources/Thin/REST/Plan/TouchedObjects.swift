/// The views, tables and functions that a request reaches: what a key needs scopes for.
///
/// Names that are no column may be functions of a row, so they count as such.
struct TouchedObjects {
    private(set) var names: [String] = []

    /// What a statement reads.
    mutating func add(_ plan: ReadPlan) {
        // Rows that a statement before it has left were reached by that one.
        if case .relation = plan.source { add(plan.relation) }
        for embed in plan.embeds {
            switch embed.relationship.kind {
            case .manyToMany(let junction): add(junction.relation)
            case .computed(let function, _): add(function)
            case .manyToOne, .oneToMany, .oneToOne: break
            }
            add(embed.plan)
        }
    }

    mutating func add(_ name: RelationName) {
        let text = "\(name.schema).\(name.name)"
        if !names.contains(text) { names.append(text) }
    }
}
