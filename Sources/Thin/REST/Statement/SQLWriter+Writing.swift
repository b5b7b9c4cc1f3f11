internal import Postgres

extension SQLWriter {
    /// A statement that changes rows and returns them.
    mutating func change(_ plan: WritePlan) -> String {
        let alias = Self.name(plan.relation.name.name)
        let returning = " returning \(returned(plan, alias))"
        switch plan.action {
        case .insert(let insertion): return insert(insertion, plan) + returning
        case .put(let payload):
            let insertion = WritePlan.Insertion(
                payload: payload, resolution: .merge, conflictColumns: plan.relation.primaryKey)
            return insert(insertion, plan) + returning
        case .delete: return "delete from \(plan.relation.name.quoted)\(filter(plan, alias))\(returning)"
        case .update(let payload):
            if payload.columns.isEmpty {
                let columns = plan.returned == nil ? "*" : returned(plan, alias)
                return "select \(columns) from \(plan.relation.name.quoted) where false"
            }
            let values = payload.columns.map { "\(Self.name($0.name)) = pgrst_body.\(Self.name($0.name))" }
            return """
                update \(plan.relation.name.quoted) set \(values.joined(separator: ", ")) \
                from (select * from \(rows(of: payload)) limit 1) as pgrst_body\(filter(plan, alias))\(returning)
                """
        }
    }

    private mutating func filter(_ plan: WritePlan, _ alias: String) -> String {
        let conditions = plan.conditions.map { condition($0, alias) }.joined(separator: " and ")
        return conditions.isEmpty ? "" : " where \(conditions)"
    }

    private func returned(_ plan: WritePlan, _ alias: String) -> String {
        guard let names = plan.returned else { return "\(alias).*" }
        return names.isEmpty ? "1" : names.map { "\(alias).\(Self.name($0))" }.joined(separator: ", ")
    }

    private mutating func insert(_ insertion: WritePlan.Insertion, _ plan: WritePlan) -> String {
        let payload = insertion.payload
        let target = "insert into \(plan.relation.name.quoted)"
        let names = payload.columns.map { Self.name($0.name) }
        var text: String
        if payload.columns.isEmpty, !payload.isArray || payload.isEmpty {
            text =
                payload.isEmpty && payload.isArray
                ? "\(target) select * from \(plan.relation.name.quoted) where false" : "\(target) default values"
        } else if names.isEmpty {
            text = "\(target) select from \(rows(of: payload))"
        } else {
            let values = names.map { "pgrst_body.\($0)" }
            text = """
                \(target) (\(names.joined(separator: ", "))) select \(values.joined(separator: ", ")) \
                from \(rows(of: payload))
                """
            if insertion.resolution == .merge { text += " where \(counted(+1)) <> '0'" }
        }
        guard let resolution = insertion.resolution, !insertion.conflictColumns.isEmpty, !names.isEmpty else {
            return text
        }
        text += " on conflict (\(insertion.conflictColumns.map(Self.name).joined(separator: ", ")))"
        guard resolution == .merge else { return text + " do nothing" }
        let updates = names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return text + " do update set \(updates) where \(counted(-1)) <> '-1'"
    }

    /// Counts rows that are inserted, and takes back those that turn out to be updates.
    private func counted(_ step: Int) -> String {
        "set_config('pgrst.inserted', (\(Self.insertedCount) \(step < 0 ? "-" : "+") 1)::text, true)"
    }

    /// How many rows were inserted.
    static let insertedCount = "coalesce(nullif(current_setting('pgrst.inserted', true), '')::integer, 0)"

    /// The rows that were sent, typed as the relation's columns are.
    private mutating func rows(of payload: WritePlan.Payload) -> String {
        var document = "\(bind(.bytes(payload.json), field: "body"))::json"
        if !payload.defaults.isEmpty {
            let defaults = payload.defaults.map { column in
                "\(Self.literal(column.name)), \(column.defaultValue ?? "null")"
            }
            let members = "jsonb_build_object(\(defaults.joined(separator: ", ")))"
            document =
                payload.isArray
                ? """
                (select json_agg(\(members) || pgrst_item) from jsonb_array_elements(\(document)::jsonb) as pgrst_item)
                """ : "(\(members) || \(document)::jsonb)::json"
        }
        let columns = payload.columns.map { "\(Self.name($0.name)) \($0.type)" }.joined(separator: ", ")
        if columns.isEmpty { return "json_array_elements(\(document)) as pgrst_body" }
        let function = payload.isArray ? "json_to_recordset" : "json_to_record"
        return "\(function)(\(document)) as pgrst_body (\(columns))"
    }
}
