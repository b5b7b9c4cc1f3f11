internal import Postgres

/// Puts the parts of a request's statement together.
package struct StatementBuilder {
    /// How the rows become a body.
    package enum Shape: Sendable, Equatable {
        case array(stripsNulls: Bool)
        case object(stripsNulls: Bool)
        /// Each row has one value, which counts by itself.
        case values
        case value
        case csv
        /// The value as text or bytes.
        case raw
        case nothing
    }

    private static let settings =
        "nullif(current_setting('response.headers', true), ''), nullif(current_setting('response.status', true), '')"

    private var writer: SQLWriter

    package init(_ catalogue: Catalogue) {
        writer = SQLWriter(catalogue)
    }

    /// Reads a relation.
    ///
    /// - Parameters:
    ///   - count: How the total number is to be told.
    ///   - rowsMax: Up to how many rows an estimate is exact.
    package mutating func read(
        _ plan: ReadPlan, _ shape: Shape, count: Preferences.Count?, rowsMax: Int?
    ) -> RESTStatement {
        let query = writer.select(plan)
        var total = "null"
        let needsTotal = !plan.window.isAll
        switch count {
        case .exact? where needsTotal: total = "(select count(*) from (\(writer.selectToCount(plan))) as pgrst_count)"
        case .exact?: total = "count(*)"
        case .estimated?:
            let limit = rowsMax.map { " limit \(writer.bind(String($0 + 1), field: "limit"))" } ?? ""
            total =
                rowsMax == nil
                ? "null" : "(select count(*) from (\(writer.selectToCount(plan))\(limit)) as pgrst_count)"
        case .planned?, nil: break
        }
        let text = finish(query, with: "", shape, total: total, extra: "")
        return RESTStatement(
            query: Query(unsafeText: text, parameters: writer.parameters), fields: writer.fields,
            estimate: estimate(plan, count))
    }

    private func estimate(_ plan: ReadPlan, _ count: Preferences.Count?) -> Query? {
        guard count == .planned || count == .estimated else { return nil }
        var writer = SQLWriter(self.writer.catalogue)
        let text = "explain (format json) \(writer.selectToCount(plan))"
        return Query(unsafeText: text, parameters: writer.parameters)
    }

    /// Changes a relation and reads what was changed.
    package mutating func write(_ plan: WritePlan, reading: ReadPlan?, _ shape: Shape) -> RESTStatement {
        let change = writer.change(plan)
        let source = "with pgrst_source as (\(change)) "
        let rows = reading.map { writer.select($0) } ?? "select 1 from pgrst_source"
        let key = plan.tellsKey ? Self.key(of: plan.relation) : "null"
        let text = finish(rows, with: source, shape, total: "null", extra: ", \(key), \(SQLWriter.insertedCount)")
        return RESTStatement(
            query: Query(unsafeText: text, parameters: writer.parameters), fields: writer.fields)
    }

    /// The first row's key as a JSON array of names and values.
    private static func key(of relation: Catalogue.Relation) -> String {
        let names = relation.primaryKey.map(SQLWriter.literal).joined(separator: ", ")
        guard !names.isEmpty else { return "null" }
        return """
            (select json_agg(json_build_array(member.key, member.value)) \
            from (select row_to_json(r) as content from pgrst_source as r limit 1) as first \
            cross join json_each_text(first.content) as member where member.key in (\(names)))
            """
    }

    /// Calls a function and reads what it returns.
    ///
    /// - Parameter reading: Nil where there is nothing to choose from what it returns.
    package mutating func call(
        _ call: FunctionCall, reading: ReadPlan?, window: RowWindow, _ shape: Shape, count: Preferences.Count?
    ) -> RESTStatement {
        let function = writer.call(call)
        var text: String
        if case .nothing = shape {
            text = "select \(function)::text, 1, null, \(Self.settings)"
        } else if let reading {
            let source = "with pgrst_source as (select * from \(function) as pgrst_call) "
            let total =
                count == .exact
                ? (reading.window.isAll
                    ? "count(*)" : "(select count(*) from (\(writer.selectToCount(reading))) as pgrst_count)") : "null"
            text = finish(writer.select(reading), with: source, shape, total: total, extra: "")
        } else if !call.function.returnsSet {
            // One value: nothing to aggregate. That of a single OUT argument is shown under the argument's name.
            let value =
                call.function.result != .scalar && call.function.columns.count == 1
                ? "(select pgrst_row from (select * from \(function)) as pgrst_row)" : function
            text = "select \(Self.single(value, shape)), 1, \(count == nil ? "null" : "1"), \(Self.settings)"
        } else {
            // A record whose columns nobody declared can't stand in FROM.
            let values =
                call.function.type == "record"
                ? "select \(function) as pgrst_scalar"
                : "select pgrst_call as pgrst_scalar from \(function) as pgrst_call"
            let source = "with pgrst_source as (\(values)) "
            let total = count == .exact ? "(select count(*) from pgrst_source)" : "null"
            text = finish(
                "select pgrst_scalar from pgrst_source\(writer.window(window))", with: source, shape, total: total,
                extra: "")
        }
        return RESTStatement(
            query: Query(unsafeText: text, parameters: writer.parameters), fields: writer.fields)
    }

    private static func single(_ function: String, _ shape: Shape) -> String {
        switch shape {
        case .raw: function
        case .object(stripsNulls: true), .array(stripsNulls: true): "json_strip_nulls(to_json(\(function)))"
        default: "to_json(\(function))"
        }
    }

    private func finish(
        _ rows: String, with source: String, _ shape: Shape, total: String, extra: String
    ) -> String {
        let table = "_postgrest_t"
        var source = source
        var rows = rows
        let body: String
        switch shape {
        case .array(let stripsNulls):
            let array = "coalesce(json_agg(\(table).*), '[]')"
            body = stripsNulls ? "json_strip_nulls(\(array))" : array
        case .object(let stripsNulls):
            let object = "json_agg(\(table).*)->0"
            body = stripsNulls ? "json_strip_nulls(\(object))" : object
        case .values: body = "coalesce(json_agg(\(table).pgrst_scalar), '[]')"
        case .value: body = "json_agg(\(table).pgrst_scalar)->0"
        case .raw: body = "string_agg(\(table).pgrst_scalar::text, '')"
        case .csv:
            source = "\(source.isEmpty ? "with " : source.dropLast() + ", ")pgrst_rows as (\(rows)) "
            rows = "select * from pgrst_rows"
            body = """
                (select coalesce(string_agg(k.name, ','), '') from (select json_object_keys(f.content) as name \
                from (select row_to_json(r) as content from pgrst_rows as r limit 1) as f) as k) || E'\\n' || \
                coalesce(string_agg(substring(\(table)::text, 2, length(\(table)::text) - 2), E'\\n'), '')
                """
        case .nothing: body = "null"
        }
        return
            "\(source)select \(body), count(*), \(total), \(Self.settings)\(extra) from (\(rows)) as \(table)"
    }
}
