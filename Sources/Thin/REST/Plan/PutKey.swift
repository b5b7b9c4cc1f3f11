internal import HTTPTypes

/// `PUT` names one row by its whole key, in the query string and in the body.
enum PutKey {
    /// - Throws: `Problem` 405 or 400.
    static func check(_ query: QueryString, _ body: RowsBody, _ relation: Catalogue.Relation) throws(Problem) {
        var wanted: [String: String] = [:]
        for placed in query.filters {
            guard placed.path.isEmpty, placed.value.field.steps.isEmpty, !placed.value.isNegated,
                case .comparison(.eq, nil, let value) = placed.value.operation
            else { throw refused }
            wanted[placed.value.field.name] = value
        }
        guard !relation.primaryKey.isEmpty, Set(wanted.keys) == Set(relation.primaryKey), query.logic.isEmpty else {
            throw refused
        }
        let isSame =
            body.rowCount == 1
            && wanted.allSatisfy { name, value in
                switch body.members.first(where: { $0.key == name })?.value {
                case .string(let text)?, .number(let text)?: text == value
                case .bool(let flag)?: value == (flag ? "true" : "false")
                default: false
                }
            }
        if !isSame {
            throw Problem(
                .badRequest, "PGRST115", "Payload values do not match URL in primary key column(s)")
        }
    }

    private static let refused = Problem(
        .methodNotAllowed, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators")
}

extension Problem {
    /// PostgreSQL's own words for it; here the name is the client's.
    static func undefinedColumn(_ column: String, of relation: String, in parameter: String) -> Problem {
        Problem(
            .badRequest, "42703", "column \(relation).\(column) does not exist", details: parameter)
    }
}
