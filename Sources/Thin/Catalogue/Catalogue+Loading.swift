internal import Foundation
package import Postgres

extension Catalogue {
    /// Reads the catalogue, all of it from one snapshot, since it may be read while something is installed.
    ///
    /// - Parameters:
    ///   - schemas: Those that are exposed.
    ///   - extraSchemas: Where else types and functions of rows are looked for.
    /// - Throws: What the database answers; `3F000` where an exposed schema is missing.
    package static func load(
        from pool: ConnectionPool, schemas: [String] = [schema], extraSchemas: [String] = []
    ) async throws(PostgresError) -> Catalogue {
        do {
            return try await pool.withConnection { connection in
                let ours = try await connection.query(
                    """
                    select
                        to_regclass('ops.error_codes') is not null and to_regprocedure('ops.schema_version()') is not null,
                        to_regprocedure('ops.page_limit(oid)') is not null,
                        to_regprocedure('ops.take_turn(text[], jsonb, text, text, text)') is not null
                    """)
                let hasRegistry = ours.text(0, 0) == "t"
                return try await connection.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                    // What is being installed is waited for before the snapshot is taken.
                    if hasRegistry { _ = try await connection.query("lock table ops.error_codes in access share mode") }
                    var catalogue = try await read(
                        connection, schemas, extraSchemas, hasRegistry: hasRegistry, pageLimits: ours.text(0, 1) == "t")
                    if ours.text(0, 2) == "t" {
                        catalogue.limited = Set(
                            try rows(try await connection.query(CatalogueQueries.limited)) as [String])
                    }
                    return catalogue
                }
            }
        } catch let error as PostgresError {
            throw error
        } catch let error as TransactionError {
            throw error.begin ?? error.commit ?? error.rollback ?? .unreadable("the transaction failed")
        } catch {
            throw .unreadable("\(type(of: error))")
        }
    }

    private static func read(
        _ connection: Connection, _ schemas: [String], _ extraSchemas: [String], hasRegistry: Bool, pageLimits: Bool
    ) async throws -> Catalogue {
        var queries: [Query] = [
            "select set_config('search_path', '', true)",
            CatalogueQueries.schemas(schemas), CatalogueQueries.relations(pageLimits: pageLimits),
            CatalogueQueries.foreignKeys, CatalogueQueries.views, CatalogueQueries.functions(schemas + extraSchemas),
            CatalogueQueries.types(schemas + extraSchemas), CatalogueQueries.roleSettings,
        ]
        if hasRegistry { queries += [CatalogueQueries.errors, CatalogueQueries.version] }
        let results = try await connection.pipeline(queries)
        var catalogue = Catalogue()
        catalogue.comments = try rows(results[1])
        if let missing = schemas.first(where: { catalogue.comments[$0] == nil }) {
            throw PostgresError(state: "3F000", origin: .client, message: "schema \(missing) does not exist")
        }
        let relations: [CatalogueRows.Relation] = try rows(results[2])
        let origins = ViewOrigins(relations, views: try rows(results[4]))
        catalogue.take(relations, origins)
        catalogue.take(
            Relationship.all(of: try rows(results[3]), relations, origins, exposed: Set(schemas), in: catalogue))
        catalogue.take(try rows(results[5]), relations, exposed: schemas)
        catalogue.take(try rows(results[6]) as [CatalogueRows.TypeName], schemas, extraSchemas)
        for setting in try rows(results[7]) as [CatalogueRows.RoleSetting] { catalogue.take(setting) }
        if hasRegistry {
            for error in try rows(results[8]) as [CatalogueRows.Error] {
                catalogue.errors[error.code] = RegisteredError(
                    status: error.status, message: error.message, isRetryable: error.isRetryable)
            }
            catalogue.schemaVersion = results[9].text(0, 0) ?? ""
        }
        return catalogue
    }

    private static func rows<Value: Decodable>(_ result: QueryResult) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data((result.text(0, 0) ?? "").utf8))
    }

    private mutating func take(_ setting: CatalogueRows.RoleSetting) {
        let parts = setting.setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        roleSettings[setting.role, default: []].append(RoleSetting(name: String(parts[0]), value: String(parts[1])))
    }

    private mutating func take(_ relations: [CatalogueRows.Relation], _ origins: ViewOrigins) {
        let byID = Dictionary(relations.map { ($0.oid, $0) }) { first, _ in first }
        for row in relations {
            let name = RelationName(row.schema, row.name)
            let isView = row.kind == "v" || row.kind == "m"
            let columns = (row.columns ?? []).map { column in
                var column = Column(column)
                if isView, column.defaultValue == nil, let base = origins.base(of: column.name, in: row.oid),
                    let source = byID[base.table]?.columns?.first(where: { $0.name == base.column })
                {
                    column = column.taking(defaultValue: source.defaultValue)
                }
                return column
            }
            self.relations[name] = Relation(
                name: name, columns: columns,
                primaryKey: isView ? origins.primaryKey(of: row.oid, byID) : row.key ?? [], isView: isView,
                comment: row.comment, isInsertable: row.writable & 8 != 0, isUpdatable: row.writable & 4 != 0,
                isDeletable: row.writable & 16 != 0, pageMax: row.pageMax)
        }
    }

    private mutating func take(_ relationships: [Relationship]) {
        for relationship in relationships { self.relationships[relationship.origin, default: []].append(relationship) }
    }

    private mutating func take(
        _ rows: [CatalogueRows.Function], _ relations: [CatalogueRows.Relation], exposed: [String]
    ) {
        let names = Dictionary(relations.map { ($0.oid, RelationName($0.schema, $0.name)) }) { first, _ in first }
        for row in rows {
            let function = Function(row, result: row.relation.flatMap { names[$0] })
            if exposed.contains(row.schema) { functions[function.name, default: []].append(function) }
            guard let origin = row.rowOf.flatMap({ names[$0] }) else { continue }
            if case .row(let target?) = function.result {
                relationships[origin, default: []].append(
                    Relationship(
                        origin: origin, target: target,
                        kind: .computed(function.name, isSingle: !row.returnsSet || row.returnsOne),
                        constraint: row.name,
                        pairs: [], isOutgoing: true))
            } else if !function.returnsSet {
                self.relations[origin]?.computedColumns.insert(row.name)
            }
        }
    }

    private mutating func take(_ names: [CatalogueRows.TypeName], _ schemas: [String], _ extraSchemas: [String]) {
        let bySchema = Dictionary(grouping: names, by: \.schema)
        for schema in schemas {
            var types: [String: String] = [:]
            for place in ["pg_catalog", schema] + extraSchemas {
                for type in bySchema[place] ?? [] where types[type.name] == nil {
                    types[type.name] = RelationName(place, type.name).quoted
                }
            }
            self.types[schema] = types.merging(Self.standardTypes) { $1 }
        }
    }

    /// Names that SQL's grammar has for types, beside the catalogue's.
    private static let standardTypes: [String: String] = [
        "int": "integer", "integer": "integer", "bigint": "bigint", "smallint": "smallint", "real": "real",
        "float": "double precision", "double precision": "double precision", "decimal": "numeric", "dec": "numeric",
        "boolean": "boolean", "character varying": "character varying", "character": "character", "char": "character",
        "timestamp with time zone": "timestamp with time zone", "time with time zone": "time with time zone",
        "timestamp without time zone": "timestamp without time zone",
        "time without time zone": "time without time zone", "bit varying": "bit varying", "bit": "bit",
    ]
}

extension PostgresError {
    /// The catalogue isn't of the form that was expected, or the reading task was cancelled.
    fileprivate static func unreadable(_ why: String) -> PostgresError {
        PostgresError(state: "57014", origin: .client, message: "reading the catalogue failed: \(why)")
    }
}

extension Catalogue.Column {
    fileprivate init(_ row: CatalogueRows.Column) {
        self.init(
            name: row.name, type: row.type, baseType: row.base, isNullable: row.isNullable,
            defaultValue: row.defaultValue, comment: row.comment, labels: row.labels ?? [])
    }

    fileprivate func taking(defaultValue: String?) -> Catalogue.Column {
        .init(
            name: name, type: type, baseType: baseType, isNullable: isNullable, defaultValue: defaultValue,
            comment: comment, labels: labels)
    }
}

extension Catalogue.Function {
    fileprivate init(_ row: CatalogueRows.Function, result relation: RelationName?) {
        let modes = row.modes ?? Array(repeating: "i", count: row.names?.count ?? 0)
        let names = row.names ?? []
        var inputs: [String] = []
        var outputs: [String] = []
        for (name, mode) in zip(names, modes) {
            if ["i", "b", "v"].contains(mode) { inputs.append(name) }
            if ["t", "b", "o"].contains(mode) { outputs.append(name) }
        }
        name = RelationName(row.schema, row.name)
        arguments = (0..<row.inputs).map { position in
            Argument(
                name: position < inputs.count ? inputs[position] : "", type: row.types[position],
                isRequired: position < row.inputs - row.defaults,
                isVariadic: row.isVariadic && position == row.inputs - 1,
                category: Category(typeCategory: row.categories[position], type: row.types[position]))
        }
        returnsSet = row.returnsSet
        type = row.type
        isReadOnly = row.volatility != "v"
        comment = row.comment
        columns = outputs
        if row.type == "void" {
            result = .nothing
        } else if row.relation != nil || !outputs.isEmpty {
            result = .row(relation)
        } else {
            result = .scalar
        }
    }
}
