extension SQLWriter {
    /// A query for a plan's rows.
    mutating func select(_ plan: ReadPlan) -> String {
        select(plan, from: rows(of: plan), joined: [])
    }

    /// A query for the number of rows, which knows of no window.
    mutating func selectToCount(_ plan: ReadPlan) -> String {
        var plan = plan
        plan.columns = []
        plan.order = []
        plan.window = RowWindow()
        let filtered = Self.embeds(in: plan.conditions)
        plan.embeds = plan.embeds.filter { $0.isInner || filtered.contains($0.alias) }
        return select(plan, from: rows(of: plan), joined: [], shows: false)
    }

    private static func embeds(in conditions: [Condition]) -> Set<String> {
        conditions.reduce(into: []) { names, condition in
            switch condition {
            case .embedded(let alias, _, _): names.insert(alias)
            case .group(_, _, let conditions): names.formUnion(embeds(in: conditions))
            case .filter: break
            }
        }
    }

    private func rows(of plan: ReadPlan) -> String {
        switch plan.source {
        case .relation:
            let alias = plan.alias == plan.relation.name ? "" : " as \(Self.name(plan.alias))"
            return plan.relation.quoted + alias
        case .named(let name): return Self.name(name)
        }
    }

    private mutating func select(
        _ plan: ReadPlan, from source: String, joined: [String], shows: Bool = true
    ) -> String {
        let alias = Self.name(plan.alias)
        var shown: [String] = shows ? plan.columns.map { column($0, alias) } : []
        var joins = ""
        for embed in plan.embeds {
            joins += " " + join(embed, to: plan)
            if shows, !embed.isEmpty { shown += Self.shown(embed, catalogue) }
        }
        var text = "select \(shown.joined(separator: ", ")) from \(source)\(joins)"
        let conditions = joined + plan.conditions.map { self.condition($0, alias) }
        if !conditions.isEmpty { text += " where \(conditions.joined(separator: " and "))" }
        if plan.columns.contains(where: { $0.aggregate != nil }) { text += grouping(plan, alias) }
        if !plan.order.isEmpty {
            let terms = plan.order.map { order($0, alias) }
            text += " order by \(terms.joined(separator: ", "))"
        }
        return text + window(plan.window)
    }

    /// Whatever isn't aggregated is grouped by; embeds are by what they show.
    private mutating func grouping(_ plan: ReadPlan, _ alias: String) -> String {
        var terms = plan.columns.filter { $0.aggregate == nil }.map { column in
            column.isStar ? "\(alias).*" : expression(column.field, alias)
        }
        for embed in plan.embeds where !embed.isEmpty {
            let names = embed.isSpread ? embed.plan.shownNames(catalogue).map(Self.name) : ["*"]
            terms += names.map { "\(Self.name(embed.alias)).\($0)" }
        }
        return terms.isEmpty ? "" : " group by \(terms.joined(separator: ", "))"
    }

    mutating func window(_ window: RowWindow) -> String {
        var text = ""
        if let limit = window.limit { text += " limit \(bind(String(limit), field: "limit"))" }
        if window.offset > 0 { text += " offset \(bind(String(window.offset), field: "offset"))" }
        return text
    }

    private mutating func column(_ column: PlannedColumn, _ alias: String) -> String {
        guard let aggregate = column.aggregate else {
            if column.isStar { return "\(alias).*" }
            let text = cast(expression(column.field, alias), column.cast)
            return "\(text) as \(Self.name(column.shownName))"
        }
        let argument = column.isStar ? "*" : cast(expression(column.field, alias), column.cast)
        return "\(cast("\(aggregate.rawValue)(\(argument))", column.aggregateCast)) as \(Self.name(column.shownName))"
    }

    private func cast(_ expression: String, _ type: String?) -> String {
        type.map { "cast(\(expression) as \($0))" } ?? expression
    }

    /// A field as an expression.
    func expression(_ field: PlannedField, _ alias: String) -> String {
        let column = "\(alias).\(Self.name(field.path.name))"
        guard !field.path.steps.isEmpty else { return column }
        var text = field.column.map { !$0.isJSON } ?? false ? "to_jsonb(\(column))" : column
        for step in field.path.steps {
            text += step.isText ? "->>" : "->"
            switch step.key {
            case .member(let name): text += Self.literal(name)
            case .element(let index): text += index
            }
        }
        return "(\(text))"
    }

    private mutating func order(_ term: PlannedOrder, _ alias: String) -> String {
        var text: String
        if let relationship = term.relationship {
            let related = Self.name("pgrst_order")
            let conditions = joinConditions(relationship, child: related, parent: alias, junction: related)
            text =
                "(select \(expression(term.field, related)) from \(source(relationship, as: related, parent: "\(alias).*"))"
                + (conditions.isEmpty ? "" : " where \(conditions.joined(separator: " and "))") + " limit 1)"
        } else {
            text = expression(term.field, alias)
        }
        switch term.direction {
        case .asc: text += " asc"
        case .desc: text += " desc"
        case nil: break
        }
        switch term.nulls {
        case .nullsfirst: text += " nulls first"
        case .nullslast: text += " nulls last"
        case nil: break
        }
        return text
    }
}

extension SQLWriter {
    /// Joins what is embedded, as one row beside each of the parent's.
    private mutating func join(_ embed: Embed, to parent: ReadPlan) -> String {
        let alias = Self.name(embed.alias)
        let relationship = embed.relationship
        let parentAlias = Self.name(parent.alias)
        let child = Self.name(embed.plan.alias)
        let junction = Self.name("\(embed.plan.alias)_junction")
        var plan = embed.plan
        if plan.columns.isEmpty, plan.embeds.allSatisfy(\.isEmpty) {
            // Something has to be there to tell a row from none.
            plan.columns = [
                PlannedColumn(
                    field: PlannedField(path: FieldPath("*"), column: nil), alias: nil, cast: nil, aggregate: nil,
                    aggregateCast: nil)
            ]
        }
        var from = source(relationship, as: child, parent: rowOf(parent, relationship))
        if case .manyToMany(let between) = relationship.kind { from += ", \(between.relation.quoted) as \(junction)" }
        let query = select(
            plan, from: from,
            joined: joinConditions(relationship, child: child, parent: parentAlias, junction: junction))
        let join = embed.isInner ? "inner" : "left"
        if relationship.isSingle { return "\(join) join lateral (\(query)) as \(alias) on true" }
        let many: String
        if embed.isSpread {
            let names = embed.plan.shownNames(catalogue).map { name in
                "json_agg(\(alias).\(Self.name(name))) as \(Self.name(name))"
            }
            many = (["count(*) as \(Self.name("pgrst_count"))"] + names).joined(separator: ", ")
        } else {
            many = "json_agg(\(alias).*) as \(alias)"
        }
        let rows = "select \(many) from (\(query)) as \(alias)"
        let exists = embed.isInner ? self.exists(embed.alias, isSingle: false, isSpread: embed.isSpread) : "true"
        return "\(join) join lateral (\(rows)) as \(alias) on \(exists)"
    }

    private func rowOf(_ parent: ReadPlan, _ relationship: Catalogue.Relationship) -> String {
        let alias = Self.name(parent.alias)
        if case .named = parent.source { return "row(\(alias).*)::\(relationship.origin.quoted)" }
        return "\(alias).*"
    }

    /// - Parameter parent: The parent's row.
    private func source(_ relationship: Catalogue.Relationship, as alias: String, parent: String) -> String {
        if case .computed(let function, _) = relationship.kind {
            return "\(function.quoted)(\(parent)) as \(alias)"
        }
        return "\(relationship.target.quoted) as \(alias)"
    }

    private func joinConditions(
        _ relationship: Catalogue.Relationship, child: String, parent: String, junction: String
    ) -> [String] {
        if case .manyToMany(let between) = relationship.kind {
            return between.toOrigin.map { pair in
                "\(junction).\(Self.name(pair.origin)) = \(parent).\(Self.name(pair.target))"
            }
                + between.toTarget.map { pair in
                    "\(junction).\(Self.name(pair.origin)) = \(child).\(Self.name(pair.target))"
                }
        }
        return relationship.pairs.map { pair in
            "\(child).\(Self.name(pair.target)) = \(parent).\(Self.name(pair.origin))"
        }
    }

    private static func shown(_ embed: Embed, _ catalogue: Catalogue) -> [String] {
        let alias = name(embed.alias)
        if embed.isSpread {
            return embed.plan.shownNames(catalogue).map { column in
                let value = "\(alias).\(name(column))"
                let text = embed.relationship.isSingle ? value : "coalesce(\(value), '[]')"
                return "\(text) as \(name(column))"
            }
        }
        let value =
            embed.relationship.isSingle ? "row_to_json(\(alias).*)" : "coalesce(\(alias).\(alias), '[]')"
        return ["\(value) as \(name(embed.name))"]
    }

    private func exists(_ alias: String, isSingle: Bool, isSpread: Bool = false) -> String {
        let alias = Self.name(alias)
        if isSpread { return "\(alias).\(Self.name("pgrst_count")) > 0" }
        return isSingle ? "row_to_json(\(alias).*) is not null" : "\(alias).\(alias) is not null"
    }

    /// A condition in SQL.
    mutating func condition(_ condition: Condition, _ alias: String) -> String {
        switch condition {
        case .filter(let field, let filter, let parameter): return self.filter(field, filter, parameter, alias)
        case .embedded(let embed, let isSingle, let exists):
            return "(\(self.exists(embed, isSingle: isSingle))) = \(exists)"
        case .group(let isNegated, let isOr, let conditions):
            let parts = conditions.map { self.condition($0, alias) }
            return "\(isNegated ? "not " : "")(\(parts.joined(separator: isOr ? " or " : " and ")))"
        }
    }
}
