internal import HTTPTypes
internal import Postgres

/// `GET /rest/v1/<view>` with `select`, `<column>=eq.<value>`, `order`, `limit` and `offset`.
package enum RelationRead {
    /// Most rows of one answer.
    package static let rowsMax = 1000

    /// - Parameters:
    ///   - name: As in the path.
    ///   - parameters: The query string, decoded, in order.
    ///   - catalogue: Where names come from.
    /// - Throws: `Problem` 400 naming the parameter, 404 for an unknown view.
    package static func statement(
        for name: String, parameters: [(name: String, value: String)], in catalogue: Catalogue
    ) throws(Problem) -> Statement {
        guard let relation = catalogue.relations[name] else {
            throw Problem(
                .notFound, "PGRST205", "Could not find the table \(Catalogue.schema).\(name) in the schema cache")
        }
        var columns = "*"
        var conditions: [String] = []
        var values: [Parameter] = []
        var fields: [String] = []
        var order = ""
        var limit = rowsMax
        var offset = 0
        for parameter in parameters {
            switch parameter.name {
            case "select": columns = try selection(parameter.value, relation)
            case "order": order = " order by \(try ordering(parameter.value, relation))"
            case "limit": limit = min(try count(parameter), rowsMax)
            case "offset": offset = try count(parameter)
            default:
                let column = try quoted(parameter.name, relation, in: parameter.name)
                guard parameter.value.hasPrefix("eq.") else { throw refused(parameter.name, "use eq.<value>") }
                values.append(.text(String(parameter.value.dropFirst("eq.".count))))
                fields.append(parameter.name)
                conditions.append("\(column) = $\(values.count)")
            }
        }
        let filter = conditions.isEmpty ? "" : " where \(conditions.joined(separator: " and "))"
        let source = "\(Identifier(Catalogue.schema).quoted).\(Identifier(relation.name).quoted)"
        values += [.text(String(limit)), .text(String(offset))]
        let text = """
            select coalesce(json_agg(t), '[]') from (select \(columns) from \(source)\(filter)\(order) \
            limit $\(values.count - 1)::bigint offset $\(values.count)::bigint) as t
            """
        return Statement(
            query: Query(unsafeText: text, parameters: values), fields: fields + ["limit", "offset"])
    }

    private static func selection(_ value: String, _ relation: Catalogue.Relation) throws(Problem) -> String {
        var names: [String] = []
        for item in value.split(separator: ",", omittingEmptySubsequences: false) {
            let name = item.trimmingSpaces
            names.append(name == "*" ? "*" : try quoted(name, relation, in: "select"))
        }
        guard Set(names).count == names.count, names.count == 1 || !names.contains("*") else {
            throw refused("select", "each column stands once")
        }
        return names.joined(separator: ", ")
    }

    private static func ordering(_ value: String, _ relation: Catalogue.Relation) throws(Problem) -> String {
        var terms: [String] = []
        for item in value.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: ".", omittingEmptySubsequences: false).map(\.trimmingSpaces)
            var term = try quoted(parts[0], relation, in: "order")
            for part in parts.dropFirst() {
                switch part {
                case "asc": term += " asc"
                case "desc": term += " desc"
                case "nullsfirst": term += " nulls first"
                case "nullslast": term += " nulls last"
                default: throw refused("order", "use <column>.asc or .desc, then .nullsfirst or .nullslast")
                }
            }
            guard parts.count <= 3, Set(parts.dropFirst()).count == parts.count - 1 else {
                throw refused("order", "each column has one direction")
            }
            terms.append(term)
        }
        return terms.joined(separator: ", ")
    }

    private static func quoted(
        _ name: String, _ relation: Catalogue.Relation, in field: String
    ) throws(Problem) -> String {
        guard relation.columns.contains(name) else {
            throw refused(field, "\(relation.name) has \(relation.columns.joined(separator: ", "))")
        }
        return Identifier(name).quoted
    }

    private static func count(_ parameter: (name: String, value: String)) throws(Problem) -> Int {
        guard let number = Int(parameter.value), number >= 0 else {
            throw refused(parameter.name, "\(parameter.name) is a whole number, zero or more")
        }
        return number
    }

    private static func refused(_ field: String, _ hint: String) -> Problem {
        Problem(.badRequest, "PGRST100", "the query string can't be understood", details: field, hint: hint)
    }
}

extension StringProtocol {
    /// Without spaces at both ends.
    fileprivate var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
