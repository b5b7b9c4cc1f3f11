internal import HTTPTypes

extension Problem {
    /// - Parameter namesField: Whether the parameter is named, which PostgREST doesn't do.
    init(_ error: SyntaxError, namesField: Bool) {
        let reason = "unexpected \(error.found) expecting \(error.expected)"
        self.init(
            .badRequest, "PGRST100",
            "\"failed to parse \(error.what) (\(error.input))\" (line 1, column \(error.column))",
            details: namesField ? error.field : reason, hint: namesField ? reason : nil)
    }

    /// None of what a client takes can be had.
    static func unavailableMedia(_ types: [String]) -> Problem {
        Problem(
            .notAcceptable, "PGRST107",
            "None of these media types are available: \(types.joined(separator: ", "))")
    }

    /// A parameter that has no meaning.
    static func refusedQuery(_ parameter: String, _ hint: String) -> Problem {
        Problem(.badRequest, "PGRST100", "the query string can't be understood", details: parameter, hint: hint)
    }

    static func unsatisfiableRange(_ details: String) -> Problem {
        Problem(
            .init(code: 416, reasonPhrase: "Range Not Satisfiable"), "PGRST103", "Requested range not satisfiable",
            details: details)
    }

    static func notEmbedded(_ name: String) -> Problem {
        Problem(
            .badRequest, "PGRST108", "'\(name)' is not an embedded resource in this request",
            hint: "Verify that '\(name)' is included in the 'select' query parameter.")
    }

    static func badEmbedFilter(_ name: String) -> Problem {
        Problem(
            .badRequest, "PGRST120", "Bad operator on the '\(name)' embedded resource",
            details: "Only is null or not is null filters are allowed on embedded resources")
    }

    static func badRelatedOrder(_ origin: String, _ target: String) -> Problem {
        Problem(
            .badRequest, "PGRST118", "A related order on '\(target)' is not possible",
            details: "'\(origin)' and '\(target)' do not form a many-to-one or one-to-one relationship")
    }

    static let aggregatesDisabled = Problem(.badRequest, "PGRST123", "Use of aggregate functions is not allowed")

    static func unknownRelation(_ name: RelationName, in catalogue: Catalogue) -> Problem {
        let near = Similarity.nearest(
            to: name.name, among: catalogue.relations.keys.lazy.filter { $0.schema == name.schema }.map(\.name))
        return Problem(
            .notFound, "PGRST205", "Could not find the table '\(name.schema).\(name.name)' in the schema cache",
            hint: near.map { "Perhaps you meant the table '\(name.schema).\($0)'" })
    }

    static func unknownColumn(_ column: String, of relation: String) -> Problem {
        Problem(
            .badRequest, "PGRST204", "Could not find the '\(column)' column of '\(relation)' in the schema cache")
    }

    static func noRelationship(
        _ origin: RelationName, _ target: String, _ hint: String?, _ known: [Catalogue.Relationship],
        _ catalogue: Catalogue
    ) -> Problem {
        let near = Similarity.nearest(to: target, among: known.map(\.target.name))
        return Problem(
            .badRequest, "PGRST200",
            "Could not find a relationship between '\(origin.name)' and '\(target)' in the schema cache",
            details: "Searched for a foreign key relationship between '\(origin.name)' and '\(target)' "
                + (hint.map { "using the hint '\($0)' " } ?? "")
                + "in the schema '\(origin.schema)', but no matches were found.",
            hint: near.flatMap { $0 == target ? nil : "Perhaps you meant '\($0)' instead of '\(target)'." })
    }

    static func ambiguousRelationship(
        _ origin: String, _ target: String, _ found: [Catalogue.Relationship]
    ) -> Problem {
        let details = found.map { relationship in
            let detail = relationship.detail
            return JSONText.object([
                ("cardinality", detail.cardinality), ("embedding", "\(origin) with \(relationship.target.name)"),
                ("relationship", detail.relationship),
            ])
        }
        let choices = found.map { "'\(target)!\($0.hint)'" }.joined(separator: ", ")
        var problem = Problem(
            .init(code: 300, reasonPhrase: "Multiple Choices"), "PGRST201",
            "Could not embed because more than one relationship was found for '\(origin)' and '\(target)'",
            hint:
                "Try changing '\(target)' to one of the following: \(choices). Find the desired relationship in the 'details' key."
        )
        problem.detailsJSON = "[\(details.joined(separator: ","))]"
        return problem
    }
}
