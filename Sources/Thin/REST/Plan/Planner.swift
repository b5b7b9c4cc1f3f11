internal import HTTPTypes

/// Turns a query string into a plan: looks up relations, relationships and columns.
package struct Planner {
    let catalogue: Catalogue
    let schema: String
    /// Most rows of each relation; nil for all.
    let rowsMax: Int?
    let allowsAggregates: Bool
    /// Names that no column has, with the parameter that holds them; PostgreSQL will refuse them.
    package private(set) var unknownColumns: [(name: String, parameter: String)] = []

    /// Names of the relations that are read, embedded ones too.
    package private(set) var relations: Set<String> = []

    /// Most relations that are embedded, and most columns of one relation's rows: PostgreSQL has room for a few more.
    static let embedsMax = 100, columnsMax = 1600

    private var embedCount = 0

    package init(_ catalogue: Catalogue, schema: String, rowsMax: Int?, allowsAggregates: Bool = false) {
        self.catalogue = catalogue
        self.schema = schema
        self.rowsMax = rowsMax
        self.allowsAggregates = allowsAggregates
    }

    /// The relation of that name.
    ///
    /// - Throws: `Problem` 404.
    package func relation(_ name: String) throws(Problem) -> Catalogue.Relation {
        guard let relation = catalogue.relations[RelationName(schema, name)] else {
            throw .unknownRelation(RelationName(schema, name), in: catalogue)
        }
        return relation
    }

    /// Plans to read.
    ///
    /// - Parameters:
    ///   - source: Where the rows come from if not from the relation.
    ///   - window: Rows of the root, already read from query and header.
    ///   - isWrite: Whether filters and windows of the root are the writing statement's, not the reading one's.
    /// - Throws: `Problem`.
    package mutating func read(
        _ name: RelationName, _ query: QueryString, source: ReadPlan.Source = .relation, window: RowWindow,
        isWrite: Bool = false
    ) throws(Problem) -> ReadPlan {
        relations.insert(name.name)
        let alias = if case .named(let alias) = source { alias } else { name.name }
        var plan = ReadPlan(relation: name, source: source, alias: alias, window: isWrite ? RowWindow() : window)
        let all: [SelectItem] = [.column(SelectedColumn(field: FieldPath("*")))]
        try select(query.selection ?? all, in: &plan, depth: 1)
        for placed in query.filters where !(isWrite && placed.path.isEmpty) {
            try change(placed.path, in: &plan) { planner, node throws(Problem) in
                node.conditions.append(try planner.condition(placed.value, placed.parameter, in: node))
            }
        }
        for placed in query.logic where !(isWrite && placed.path.isEmpty) {
            try change(placed.path, in: &plan) { planner, node throws(Problem) in
                node.conditions.append(try planner.condition(placed.value, placed.parameter, in: node))
            }
        }
        for placed in query.order {
            try change(placed.path, in: &plan) { planner, node throws(Problem) in
                node.order += try planner.order(placed.value, placed.parameter, in: node)
            }
        }
        for placed in query.bounds where !placed.path.isEmpty {
            try change(placed.path, in: &plan) { _, node throws(Problem) in
                try node.window.take(placed.value, placed.parameter)
            }
        }
        if !isWrite, let rowsMax { plan.limit(to: Int64(rowsMax)) }
        return plan
    }

    /// Conditions of a writing statement, on the relation itself.
    package mutating func conditions(
        _ name: RelationName, _ query: QueryString
    ) throws(Problem) -> [Condition] {
        let plan = ReadPlan(relation: name, alias: name.name)
        var conditions: [Condition] = []
        for placed in query.filters where placed.path.isEmpty {
            conditions.append(try condition(placed.value, placed.parameter, in: plan))
        }
        for placed in query.logic where placed.path.isEmpty {
            conditions.append(try condition(placed.value, placed.parameter, in: plan))
        }
        return conditions
    }

    /// What isn't known of a relation without columns of its own in the catalogue is no error.
    mutating func forgetUnknownColumns() {
        unknownColumns = []
    }

    private mutating func change(
        _ path: [String], in plan: inout ReadPlan,
        _ body: (inout Planner, inout ReadPlan) throws(Problem) -> Void
    ) throws(Problem) {
        guard let first = path.first else { return try body(&self, &plan) }
        guard let index = plan.position(of: first) else { throw .notEmbedded(first) }
        try change(Array(path.dropFirst()), in: &plan.embeds[index].plan, body)
    }

    private mutating func select(
        _ items: [SelectItem], in plan: inout ReadPlan, depth: Int
    ) throws(Problem) {
        for item in items {
            switch item {
            case .column(let column): plan.columns.append(try self.column(column, in: plan))
            case .relation(let relation): plan.embeds.append(try embed(relation, in: plan, depth: depth))
            }
        }
        if plan.width(catalogue) > Self.columnsMax {
            throw .refusedQuery("select", "at most \(Self.columnsMax) columns are selected")
        }
        // JSON may have a name twice, and PostgREST answers so; nobody needs it of Thin's own.
        guard catalogue.isStrict(schema) else { return }
        let names = plan.columns.filter { !$0.isStar }.map(\.shownName)
        guard Set(names).count == names.count else { throw .refusedQuery("select", "each column stands once") }
        let embedded = plan.embeds.map(\.name)
        guard Set(embedded).count == embedded.count else {
            throw .refusedQuery("select", "each relation stands once, or has an alias")
        }
    }

    private mutating func embed(
        _ item: SelectedRelation, in plan: ReadPlan, depth: Int
    ) throws(Problem) -> Embed {
        let relationship = try RelationshipSearch(catalogue, schema: schema)
            .relationship(from: plan.relation, to: item.name, hint: item.hint)
        relations.insert(relationship.target.name)
        embedCount += 1
        if embedCount > Self.embedsMax {
            throw .refusedQuery("select", "at most \(Self.embedsMax) relations are embedded")
        }
        var child = ReadPlan(relation: relationship.target, alias: "\(relationship.target.name)_\(depth)")
        let alias = "embed_\(embedCount)"
        try select(item.items, in: &child, depth: depth + 1)
        return Embed(
            name: item.alias ?? item.name, target: item.name, relationship: relationship, isInner: item.join == .inner,
            isSpread: item.isSpread, isEmpty: item.items.isEmpty, alias: alias, plan: child)
    }

    private mutating func column(_ item: SelectedColumn, in plan: ReadPlan) throws(Problem) -> PlannedColumn {
        if item.aggregate != nil, !allowsAggregates { throw .aggregatesDisabled }
        let isStar = item.field.name == "*"
        return PlannedColumn(
            field: isStar ? PlannedField(path: item.field, column: nil) : field(item.field, "select", in: plan),
            alias: item.alias, cast: try type(item.cast), aggregate: item.aggregate,
            aggregateCast: try type(item.aggregateCast))
    }

    private func type(_ name: String?) throws(Problem) -> String? {
        guard let name else { return nil }
        let words = name.lowercased().split(separator: " ").joined(separator: " ")
        guard let type = catalogue.types[schema]?[words] else {
            throw Problem(
                .badRequest, "42704", "type \"\(words)\" does not exist",
                details: catalogue.isStrict(schema) ? "select" : nil)
        }
        return type
    }

    private mutating func field(_ path: FieldPath, _ parameter: String, in plan: ReadPlan) -> PlannedField {
        let relation = catalogue.relations[plan.relation]
        if relation?.offers(path.name) != true { unknownColumns.append((path.name, parameter)) }
        return PlannedField(path: path, column: relation?.column(path.name))
    }

    private mutating func condition(
        _ filter: Filter, _ parameter: String, in plan: ReadPlan
    ) throws(Problem) -> Condition {
        if filter.field.steps.isEmpty, let embed = plan.embeds.first(where: { $0.name == filter.field.name }) {
            guard case .state(let state) = filter.operation, state == .null || state == .not_null else {
                // What is embedded by its key's column is called as the column is.
                if catalogue.relations[plan.relation]?.column(filter.field.name) != nil {
                    return .filter(field(filter.field, parameter, in: plan), filter, parameter: parameter)
                }
                throw .badEmbedFilter(filter.field.name)
            }
            return .embedded(
                alias: embed.alias, isSingle: embed.relationship.isSingle,
                exists: (state == .not_null) != filter.isNegated)
        }
        return .filter(field(filter.field, parameter, in: plan), filter, parameter: parameter)
    }

    private mutating func condition(
        _ tree: LogicTree, _ parameter: String, in plan: ReadPlan
    ) throws(Problem) -> Condition {
        switch tree {
        case .filter(let filter): return try condition(filter, parameter, in: plan)
        case .group(let isNegated, let isOr, let trees):
            var conditions: [Condition] = []
            for tree in trees { conditions.append(try condition(tree, parameter, in: plan)) }
            return .group(isNegated: isNegated, isOr: isOr, conditions)
        }
    }

    private mutating func order(
        _ terms: [OrderTerm], _ parameter: String, in plan: ReadPlan
    ) throws(Problem) -> [PlannedOrder] {
        var order: [PlannedOrder] = []
        for term in terms {
            guard let name = term.relation else {
                order.append(
                    PlannedOrder(
                        field: field(term.field, parameter, in: plan), direction: term.direction, nulls: term.nulls,
                        relationship: nil))
                continue
            }
            guard let embed = plan.position(of: name).map({ plan.embeds[$0] }) else { throw .notEmbedded(name) }
            guard embed.relationship.isSingle else { throw .badRelatedOrder(plan.relation.name, name) }
            order.append(
                PlannedOrder(
                    field: field(term.field, parameter, in: embed.plan), direction: term.direction, nulls: term.nulls,
                    relationship: embed.relationship))
        }
        return order
    }
}

extension ReadPlan {
    /// Cuts every relation's rows.
    fileprivate mutating func limit(to rowsMax: Int64) {
        window.limit = min(window.limit ?? rowsMax, rowsMax)
        for index in embeds.indices { embeds[index].plan.limit(to: rowsMax) }
    }
}
