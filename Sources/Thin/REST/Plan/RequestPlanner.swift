internal import HTTPTypes
internal import Postgres

/// Understands a request: negotiates, parses, plans and writes its statement. It does no I/O.
package struct RequestPlanner {
    private let catalogue: Catalogue
    private let configuration: RESTConfiguration
    private let request: RESTRequest
    private let schema: String
    private let preferences: Preferences
    /// Whether the caller may see query plans.
    private let showsPlans: Bool

    /// - Throws: `Problem` 406 for a schema that isn't exposed, 400 for preferences that can't be met.
    package init(
        _ request: RESTRequest, in catalogue: Catalogue, _ configuration: RESTConfiguration, showsPlans: Bool
    ) throws(Problem) {
        self.request = request
        self.catalogue = catalogue
        self.configuration = configuration
        self.showsPlans = showsPlans
        schema = try Self.schema(of: request, configuration)
        preferences = Preferences(
            request.values(.prefer), allowsEnd: configuration.transactionEnd.allowsOverride,
            timezones: catalogue.timezones)
        if preferences.isRefused {
            throw Problem(
                .badRequest, "PGRST122", "Invalid preferences given with handling=strict",
                details: "Invalid preferences: \(preferences.unknown.joined(separator: ", "))")
        }
    }

    /// The schema that a request is about.
    package static func schema(of request: RESTRequest, _ configuration: RESTConfiguration) throws(Problem) -> String {
        guard let name = request.headers[request.isRead ? .acceptProfile : .contentProfile] else {
            return configuration.schemas[0]
        }
        guard configuration.schemas.contains(name) else {
            throw Problem(
                .notAcceptable, "PGRST106", "Invalid schema: \(name)",
                hint: "Only the following schemas are exposed: \(configuration.schemas.joined(separator: ", "))")
        }
        return name
    }

    /// - Throws: `Problem`.
    package func prepare() throws(Problem) -> PreparedRequest {
        switch (request.path, request.method) {
        case (.relation(let name), .get), (.relation(let name), .head): return try read(name)
        case (.relation(let name), .post): return try insert(name)
        case (.relation(let name), .patch): return try update(name)
        case (.relation(let name), .put): return try put(name)
        case (.relation(let name), .delete): return try delete(name)
        case (.function(let name), .get), (.function(let name), .head), (.function(let name), .post):
            return try call(name)
        case (.function, let method) where Self.methods.contains(method):
            throw Problem(.methodNotAllowed, "PGRST101", "Cannot use the \(method.rawValue) method on RPC")
        default:
            throw .unsupportedMethod(request.method)
        }
    }

    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .patch, .put, .delete]

    private func query(takesArguments: Bool = false) throws(Problem) -> QueryString {
        do throws(SyntaxError) {
            return try QueryString(request.query, takesArguments: takesArguments)
        } catch {
            throw Problem(error, namesField: catalogue.isStrict(schema))
        }
    }

    private func planner() -> Planner {
        Planner(
            catalogue, schema: schema, rowsMax: configuration.rowsMax,
            allowsAggregates: configuration.allowsAggregates)
    }

    // MARK: Relations

    private func read(_ name: String) throws(Problem) -> PreparedRequest {
        let query = try query()
        var planner = planner()
        let window = try window(query, catalogue.relations[RelationName(schema, name)]?.pageMax)
        let relation = try planner.relation(name)
        let plan = try planner.read(relation.name, query, window: window)
        let media = try media(of: [.json, .csv, .object(stripsNulls: false), .array])
        var builder = StatementBuilder(catalogue)
        let statement = builder.read(
            plan, Self.shape(media), count: preferences.count, rowsMax: configuration.rowsMax)
        return prepared(.read(relation: name), statement, media, plan.window, planner, isReadOnly: true)
    }

    private func insert(_ name: String) throws(Problem) -> PreparedRequest {
        let query = try query()
        let (planner, relation) = try target(name)
        let body = try RowsBody(
            request.body, contentType: request.headers[.contentType], isUniform: query.columns == nil)
        let key = query.conflictColumns ?? relation.primaryKey
        for column in query.conflictColumns ?? [] where relation.column(column) == nil {
            throw .undefinedColumn(column, of: name, in: "on_conflict")
        }
        let insertion = WritePlan.Insertion(
            payload: try payload(body, query, relation, fillsDefaults: true),
            resolution: key.isEmpty ? nil : preferences.resolution, conflictColumns: key)
        return try write(.insert(insertion), query, relation, planner) { .insert($0) }
    }

    private func update(_ name: String) throws(Problem) -> PreparedRequest {
        let query = try query()
        let (planner, relation) = try target(name)
        let body = try RowsBody(
            request.body, contentType: request.headers[.contentType], isUniform: query.columns == nil)
        let payload = try payload(body, query, relation, fillsDefaults: true)
        return try write(.update(payload), query, relation, planner) { .update($0) }
    }

    private func delete(_ name: String) throws(Problem) -> PreparedRequest {
        let query = try query()
        let (planner, relation) = try target(name)
        return try write(.delete, query, relation, planner) { .delete($0) }
    }

    private func put(_ name: String) throws(Problem) -> PreparedRequest {
        let query = try query()
        let (planner, relation) = try target(name)
        if query.bounds.contains(where: { $0.path.isEmpty }) {
            throw Problem(
                .badRequest, "PGRST114", "limit/offset querystring parameters are not allowed for PUT")
        }
        let body = try RowsBody(request.body, contentType: request.headers[.contentType], isUniform: true)
        try PutKey.check(query, body, relation)
        let payload = try payload(body, query, relation, fillsDefaults: false)
        return try write(.put(payload), query, relation, planner) { .put($0) }
    }

    private func target(_ name: String) throws(Problem) -> (Planner, Catalogue.Relation) {
        let planner = planner()
        return (planner, try planner.relation(name))
    }

    private func payload(
        _ body: RowsBody, _ query: QueryString, _ relation: Catalogue.Relation, fillsDefaults: Bool
    ) throws(Problem) -> WritePlan.Payload {
        var columns: [Catalogue.Column] = []
        for name in query.columns ?? body.keys {
            guard let column = relation.column(name) else { throw .unknownColumn(name, of: relation.name.name) }
            if !columns.contains(where: { $0.name == name }) { columns.append(column) }
        }
        let defaults =
            fillsDefaults && preferences.missing == .default ? columns.filter { $0.defaultValue != nil } : []
        return WritePlan.Payload(
            json: body.json, isArray: body.isArray, columns: columns, isEmpty: body.rowCount == 0, defaults: defaults)
    }

    private func write(
        _ action: WritePlan.Action, _ query: QueryString, _ relation: Catalogue.Relation, _ planner: Planner,
        _ kind: (WritePlan) -> PreparedRequest.Kind
    ) throws(Problem) -> PreparedRequest {
        if catalogue.isStrict(schema), !action.isPossible(on: relation) {
            throw Problem(.methodNotAllowed, "55000", "\(relation.name.name) can't be changed this way")
        }
        var planner = planner
        let conditions: [Condition] =
            switch action {
            case .update, .delete: try planner.conditions(relation.name, query)
            case .insert, .put: []
            }
        let media = try media(of: [.json, .csv, .object(stripsNulls: false), .array])
        var reading: ReadPlan?
        var returned: [String]? = []
        if preferences.returning == .representation {
            let plan = try planner.read(
                relation.name, query, source: .named("pgrst_source"), window: RowWindow(), isWrite: true)
            returned = plan.columnsToReturn
            reading = plan
        }
        let tellsKey = preferences.returning == .headersOnly && !relation.primaryKey.isEmpty
        if tellsKey { returned = relation.primaryKey }
        let plan = WritePlan(
            relation: relation, action: action, conditions: conditions, returned: returned, tellsKey: tellsKey)
        var builder = StatementBuilder(catalogue)
        let shape: StatementBuilder.Shape = reading == nil ? .nothing : Self.shape(media)
        let statement = builder.write(plan, reading: reading, shape)
        return prepared(kind(plan), statement, media, RowWindow(), planner, isReadOnly: false)
    }

    // MARK: Functions

    private func call(_ name: String) throws(Problem) -> PreparedRequest {
        let isPost = request.method == .post
        let query = try query(takesArguments: !isPost)
        let call = try functionCall(RelationName(schema, name), query, isPost: isPost)
        if preferences.rowsMax != nil, !call.function.returnsSet {
            throw Problem(
                .badRequest, "PGRST128",
                "Function must return SETOF or TABLE when max-affected preference is used with handling=strict")
        }
        let window = try window(query, nil)
        var planner = planner()
        var reading: ReadPlan?
        var cut = window
        if case .row(let relation) = call.function.result, call.function.returnsSet || query.chooses {
            let plan = try planner.read(
                relation ?? RelationName(schema, name), query, source: .named("pgrst_source"), window: window)
            if relation == nil { planner.forgetUnknownColumns() }
            reading = plan
            cut = plan.window
        } else if let rowsMax = configuration.rowsMax {
            cut.limit = min(cut.limit ?? Int64(rowsMax), Int64(rowsMax))
        }
        let media = try media(of: Self.media(of: call.function))
        var builder = StatementBuilder(catalogue)
        let statement = builder.call(
            call, reading: reading, window: cut, Self.shape(media, call.function), count: preferences.count)
        return prepared(
            .call(call), statement, media, cut, planner, isReadOnly: !isPost || call.function.isReadOnly)
    }

    private func functionCall(
        _ name: RelationName, _ query: QueryString, isPost: Bool
    ) throws(Problem) -> FunctionCall {
        guard isPost else {
            return try FunctionCall(name, arguments: query.arguments, isPost: false, in: catalogue)
        }
        let contentType = request.headers[.contentType]
        switch MediaType(contentType ?? "application/json") {
        case .json?: return try FunctionCall(name, body: request.body, columns: query.columns, in: catalogue)
        case .some(let media) where media == .text || media == .xml || media == .binary:
            return try FunctionCall(name, body: request.body, as: media, in: catalogue)
        case .csv?:
            let rows = try CSVRows.json(from: request.body)
            return try FunctionCall(name, body: rows, columns: query.columns, in: catalogue)
        default:
            guard RowsBody.isForm(contentType) else { throw .badContentType(contentType ?? "") }
            let pairs = try FormQuery.parse(String(decoding: request.body, as: UTF8.self))
            return try FunctionCall(name, arguments: pairs, isPost: true, in: catalogue)
        }
    }

    private static func media(of function: Catalogue.Function) -> [MediaType] {
        guard function.result == .scalar else { return [.json, .csv, .object(stripsNulls: false), .array] }
        let raw: [MediaType] =
            switch function.type {
            case "text": [.text]
            case "bytea": [.binary]
            case "xml": [.xml]
            default: []
            }
        return [.json, .object(stripsNulls: false), .array] + raw
    }

    // MARK: Common

    /// The first accepted type that can be had.
    private func media(of producible: [MediaType]) throws(Problem) -> MediaType {
        let accepted = MediaType.accepted(by: request.values(.accept))
        if accepted.isEmpty { return .json }
        for case (_, let type?) in accepted {
            switch type {
            case .plan: if showsPlans { return type }
            case .object: if producible.contains(.object(stripsNulls: false)) { return type }
            default: if producible.contains(type) { return type }
            }
        }
        throw .unavailableMedia(accepted.map(\.text))
    }

    private static func shape(_ media: MediaType, _ function: Catalogue.Function? = nil) -> StatementBuilder.Shape {
        if let function {
            if function.result == .nothing { return .nothing }
            if function.result == .scalar {
                switch media {
                case .text, .binary, .xml: return .raw
                case .object where function.returnsSet: return .value
                default: return .values
                }
            }
            if !function.returnsSet, media == .json { return .object(stripsNulls: false) }
            if !function.returnsSet, media == .array { return .object(stripsNulls: true) }
        }
        switch media {
        case .csv: return .csv
        case .object(let stripsNulls): return .object(stripsNulls: stripsNulls)
        case .array: return .array(stripsNulls: true)
        default: return .array(stripsNulls: false)
        }
    }

    /// The root's rows, by `limit`, `offset` and the header `Range`.
    private func window(_ query: QueryString, _ pageMax: Int?) throws(Problem) -> RowWindow {
        var window = RowWindow(limit: pageMax.map { Int64($0) })
        for bound in query.bounds where bound.path.isEmpty {
            if let pageMax {
                try window.clamp(bound.value, bound.parameter, pageMax: pageMax)
            } else {
                try window.take(bound.value, bound.parameter)
            }
        }
        if request.method == .get, let range = request.headers[.range].flatMap(RangeHeader.read) {
            try window.intersect(range)
        }
        return window
    }

    private func prepared(
        _ kind: PreparedRequest.Kind, _ statement: RESTStatement, _ media: MediaType, _ window: RowWindow,
        _ planner: Planner, isReadOnly: Bool
    ) -> PreparedRequest {
        var relations = planner.relations
        if case .relation(let name) = request.path { relations.insert(name) }
        return PreparedRequest(
            kind: kind, schema: schema, statement: statement, media: media, preferences: preferences, window: window,
            unknownColumns: planner.unknownColumns, relations: relations, isHead: request.method == .head,
            isReadOnly: isReadOnly,
            canonicalQuery: CanonicalQuery.text(request.query), rowsMax: configuration.rowsMax)
    }
}

extension WritePlan.Action {
    /// Whether a relation takes it at all.
    fileprivate func isPossible(on relation: Catalogue.Relation) -> Bool {
        switch self {
        case .insert: relation.isInsertable
        case .update: relation.isUpdatable
        case .delete: relation.isDeletable
        case .put: relation.isInsertable && relation.isUpdatable
        }
    }
}

extension QueryString {
    /// Whether it says anything about what a function returns.
    fileprivate var chooses: Bool {
        selection != nil || !filters.isEmpty || !logic.isEmpty || !order.isEmpty || !bounds.isEmpty
    }
}

extension ReadPlan {
    /// The columns that a changing statement has to leave for this plan; nil for all.
    fileprivate var columnsToReturn: [String]? {
        var names: [String] = []
        for column in columns {
            if column.field.path.name == "*" { return nil }
            names.append(column.field.path.name)
        }
        names += order.filter { $0.relationship == nil }.map(\.field.path.name)
        for embed in embeds {
            switch embed.relationship.kind {
            case .computed: return nil
            case .manyToMany(let junction): names += junction.toOrigin.map(\.target)
            default: names += embed.relationship.pairs.map(\.origin)
            }
        }
        for term in order { names += term.relationship?.pairs.map(\.origin) ?? [] }
        return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
