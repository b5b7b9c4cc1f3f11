internal import HTTPTypes
internal import Postgres

extension Gateway {
    /// `OPTIONS`: what may be asked of a path.
    static func options(
        _ request: RESTRequest, _ catalogue: Catalogue, _ configuration: RESTConfiguration
    ) throws(Problem) -> RESTAnswer {
        let schema = try RequestPlanner.schema(of: request, configuration)
        var methods = "OPTIONS,GET,HEAD"
        switch request.path {
        case .root: break
        case .function(let name):
            let functions = catalogue.functions[RelationName(schema, name)] ?? []
            if functions.isEmpty {
                throw FunctionChoice(RelationName(schema, name), catalogue).notFound([], .json, isPost: true)
            }
            methods = functions.contains(where: \.isReadOnly) ? "OPTIONS,GET,HEAD,POST" : "OPTIONS,POST"
        case .relation(let name):
            guard let relation = catalogue.relations[RelationName(schema, name)] else {
                throw .unknownRelation(RelationName(schema, name), in: catalogue)
            }
            if relation.isInsertable { methods += ",POST" }
            if relation.isInsertable, relation.isUpdatable, !relation.primaryKey.isEmpty { methods += ",PUT" }
            if relation.isUpdatable { methods += ",PATCH" }
            if relation.isDeletable { methods += ",DELETE" }
        }
        return RESTAnswer(status: .ok, headers: [.allow: methods], body: nil)
    }

    /// `GET /`: what there is, as far as the caller may use it (OpenAPI 2.0).
    func describe(
        _ request: RESTRequest, in scope: RequestScope, _ catalogue: Catalogue
    ) async throws(Problem) -> RESTAnswer {
        guard request.isRead else { throw .unsupportedMethod(request.method) }
        let schema = try RequestPlanner.schema(of: request, configuration)
        let accepted = MediaType.accepted(by: request.values(.accept))
        guard accepted.isEmpty || accepted.contains(where: { $0.type == .json || $0.type == .openAPI }) else {
            throw .unavailableMedia(accepted.map(\.text))
        }
        let settings = [
            scope.settings(
                isReadOnly: true, searchPath: configuration.searchPath(schema),
                roleSettings: catalogue.roleSettings[scope.caller.role] ?? [])
        ]
        let usable = try await answering(scope, catalogue, schema: schema) {
            var queries = settings + (try await ownership.checks(of: scope.caller))
            if let hook = configuration.preRequestCall { queries.append(hook) }
            queries.append(OpenAPI.usableQuery(schema))
            return OpenAPI.Usable(try await pool.pipeline(queries).last?.text(0, 0) ?? "{}")
        }
        let document = OpenAPI(catalogue, schema: schema, basePath: configuration.prefix, usable).document
        var headers: HTTPFields = [.contentType: MediaType.openAPI.contentType]
        if configuration.schemas.count > 1 || scope.namesSchema { headers[.contentProfile] = schema }
        return RESTAnswer(status: .ok, headers: headers, body: .bytes(Array(document.utf8)))
    }

    /// The statement that shows another's plan.
    static func explained(_ query: Query, isJSON: Bool, _ options: [String]) -> Query {
        let chosen = (isJSON ? ["format json"] : ["format text"]) + options
        return Query(
            unsafeText: "explain (\(chosen.joined(separator: ", "))) \(query.text)", parameters: query.parameters)
    }

    /// A plan as an answer.
    static func plan(_ result: QueryResult, _ media: MediaType, isJSON: Bool) -> RESTAnswer {
        let lines = (0..<result.rowCount).map { result.text($0, 0) ?? "" }
        return RESTAnswer(
            status: .ok, headers: [.contentType: media.contentType],
            body: .bytes(Array(lines.joined(separator: "\n").utf8)))
    }
}
