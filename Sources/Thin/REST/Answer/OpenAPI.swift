internal import Foundation
internal import Postgres

/// Describes a schema in OpenAPI 2.0, as PostgREST does.
struct OpenAPI {
    /// What the caller may use.
    struct Usable: Decodable {
        var relations: [String: [String]] = [:]
        var functions: [String] = []

        init(_ json: String) {
            self = (try? JSONDecoder().decode(Usable.self, from: Data(json.utf8))) ?? Usable()
        }

        private init() {}
    }

    /// Asks which relations and functions of a schema the current role has rights to.
    static func usableQuery(_ schema: String) -> Query {
        """
        select json_build_object(
            'relations', coalesce((
                select json_object_agg(c.relname, array(
                    select r.privilege
                    from unnest(array['select', 'insert', 'update', 'delete']) as r (privilege)
                    where has_table_privilege(c.oid, r.privilege)
                ))
                from pg_class c
                where
                    c.relnamespace = n.oid and c.relkind in ('r', 'v', 'm', 'f', 'p')
                    and has_table_privilege(c.oid, 'select, insert, update, delete')
            ), '{}'),
            'functions', coalesce((
                select json_agg(distinct p.proname)
                from pg_proc p
                where p.pronamespace = n.oid and has_function_privilege(p.oid, 'execute')
            ), '[]')
        )
        from pg_namespace n
        where n.nspname = \(schema)
        """
    }

    private let catalogue: Catalogue
    private let schema: String
    private let basePath: String
    private let usable: Usable

    init(_ catalogue: Catalogue, schema: String, basePath: String, _ usable: Usable) {
        self.catalogue = catalogue
        self.schema = schema
        self.basePath = basePath
        self.usable = usable
    }

    /// The description as JSON.
    var document: String {
        let relations = catalogue.relations.values
            .filter { $0.name.schema == schema && usable.relations[$0.name.name] != nil }
            .sorted { $0.name.name < $1.name.name }
        let functions = usable.functions.sorted().compactMap { name in
            catalogue.functions[RelationName(schema, name)]?.first
        }
        var paths: [String: Any] = [
            "/": ["get": Self.operation("Introspection", summary: "OpenAPI description (this document)")]
        ]
        for relation in relations { paths["/\(relation.name.name)"] = path(relation) }
        for function in functions { paths["/rpc/\(function.name.name)"] = Self.path(function) }
        let comment = catalogue.comments[schema] ?? ""
        let content: [String: Any] = [
            "swagger": "2.0", "basePath": basePath.isEmpty ? "/" : basePath,
            "info": ["title": comment.isEmpty ? "PostgREST API" : comment, "version": "14", "description": comment],
            "consumes": Self.consumed, "produces": Self.produced, "paths": paths,
            "definitions": Dictionary(relations.map { ($0.name.name, Self.definition($0)) }) { first, _ in first },
        ]
        let bytes = try? JSONSerialization.data(
            withJSONObject: content, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: bytes ?? Data("{}".utf8), as: UTF8.self)
    }

    private static let consumed = ["application/json", "application/vnd.pgrst.object+json", "text/csv"]
    private static let produced = consumed

    private static func operation(_ tag: String, summary: String?, parameters: [[String: Any]] = []) -> [String: Any] {
        var content: [String: Any] = [
            "tags": [tag], "responses": ["200": ["description": "OK"]], "parameters": parameters,
        ]
        if let summary { content["summary"] = summary }
        return content
    }

    private func path(_ relation: Catalogue.Relation) -> [String: Any] {
        let rights = usable.relations[relation.name.name] ?? []
        let filters = relation.columns.map { column -> [String: Any] in
            ["name": column.name, "in": "query", "type": "string", "required": false]
        }
        let body: [[String: Any]] = [
            ["name": relation.name.name, "in": "body", "schema": ["$ref": "#/definitions/\(relation.name.name)"]]
        ]
        var content: [String: Any] = [:]
        let make = { (parameters: [[String: Any]]) in
            Self.operation(relation.name.name, summary: relation.comment, parameters: parameters)
        }
        if rights.contains("select") { content["get"] = make(filters) }
        if rights.contains("insert"), relation.isInsertable { content["post"] = make(body) }
        if rights.contains("update"), relation.isUpdatable { content["patch"] = make(filters + body) }
        if rights.contains("delete"), relation.isDeletable { content["delete"] = make(filters) }
        return content
    }

    private static func path(_ function: Catalogue.Function) -> [String: Any] {
        let members = function.arguments.map { ($0.name, type(of: $0.type)) }
        let required = function.arguments.filter(\.isRequired).map(\.name)
        var arguments: [String: Any] = [
            "type": "object", "properties": Dictionary(members) { first, _ in first },
        ]
        if !required.isEmpty { arguments["required"] = required }
        let tag = "(rpc) \(function.name.name)"
        var content: [String: Any] = [
            "post": operation(
                tag, summary: function.comment,
                parameters: [["name": "args", "in": "body", "required": true, "schema": arguments]])
        ]
        if function.isReadOnly {
            let parameters = function.arguments.map { argument -> [String: Any] in
                ["name": argument.name, "in": "query", "type": "string", "required": argument.isRequired]
            }
            content["get"] = operation(tag, summary: function.comment, parameters: parameters)
        }
        return content
    }

    private static func definition(_ relation: Catalogue.Relation) -> [String: Any] {
        var properties: [String: Any] = [:]
        for column in relation.columns {
            var content = type(of: column.baseType)
            content["format"] = column.type
            if let comment = column.comment { content["description"] = comment }
            if let value = column.defaultValue { content["default"] = value }
            if !column.labels.isEmpty { content["enum"] = column.labels }
            properties[column.name] = content
        }
        var content: [String: Any] = ["type": "object", "properties": properties]
        let required = relation.columns.filter { !$0.isNullable }.map(\.name)
        if !required.isEmpty { content["required"] = required }
        if let comment = relation.comment { content["description"] = comment }
        return content
    }

    private static func type(of type: String) -> [String: Any] {
        switch type {
        case "smallint", "integer", "bigint": ["type": "integer", "format": type]
        case "numeric", "real", "double precision": ["type": "number", "format": type]
        case "boolean": ["type": "boolean", "format": type]
        case "json", "jsonb": ["format": type]
        case let type where type.hasSuffix("[]"):
            ["type": "array", "format": type, "items": Self.type(of: String(type.dropLast(2)))]
        default: ["type": "string", "format": type]
        }
    }
}
