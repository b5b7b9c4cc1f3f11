internal import Foundation
package import Postgres

extension Catalogue {
    /// Reads the catalogue, all of it from one snapshot, since it may be read while something is installed.
    ///
    /// - Throws: What the database answers, such as `3F000` where nothing is installed.
    package static func load(from pool: ConnectionPool) async throws(PostgresError) -> Catalogue {
        let results = try await snapshot(from: pool)
        var catalogue = Catalogue()
        for row in 0..<results[0].rowCount {
            let function = Function(results[0], row)
            catalogue.functions[function.name, default: []].append(function)
        }
        for row in 0..<results[1].rowCount {
            let name = results[1].text(row, "name") ?? ""
            let columns = names(results[1].text(row, "columns"))
            catalogue.relations[name] = Relation(name: name, columns: columns)
        }
        for row in 0..<results[2].rowCount {
            catalogue.errors[results[2].text(row, "code") ?? ""] = RegisteredError(
                status: results[2].text(row, "http_status").flatMap { Int($0) } ?? 500,
                message: results[2].text(row, "message") ?? "",
                isRetryable: results[2].text(row, "is_retryable") == "t")
        }
        catalogue.schemaVersion = results[3].text(0, 0) ?? ""
        return catalogue
    }

    private static func snapshot(from pool: ConnectionPool) async throws(PostgresError) -> [QueryResult] {
        do {
            return try await pool.withConnection { connection in
                try await connection.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                    // What is being installed is waited for before the snapshot is taken.
                    _ = try await connection.query("lock table ops.error_codes in access share mode")
                    return try await connection.pipeline([
                        functionsQuery, relationsQuery, errorsQuery, versionQuery,
                    ])
                }
            }
        } catch let error as PostgresError {
            throw error
        } catch let error as TransactionError {
            throw error.begin ?? error.commit ?? error.rollback ?? .cancelledLoad
        } catch {
            throw .cancelledLoad
        }
    }

    /// A JSON array of strings.
    fileprivate static func names(_ json: String?) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data((json ?? "[]").utf8))) ?? []
    }

    private static let functionsQuery: Query = """
        select
            p.proname as name,
            p.proretset as returns_set,
            p.prorettype = 'void'::regtype as returns_void,
            coalesce((
                select json_agg(coalesce(p.proargnames[a.position], '') order by a.position)
                from generate_series(1, p.pronargs) as a (position)
            ), '[]') as names,
            coalesce((
                select json_agg(format_type(a.type, null) order by a.position)
                from unnest(p.proargtypes) with ordinality as a (type, position)
            ), '[]') as types,
            coalesce((
                select json_agg(t.typcategory::text order by a.position)
                from unnest(p.proargtypes) with ordinality as a (type, position)
                join pg_type t on t.oid = a.type
            ), '[]') as categories,
            p.pronargs - p.pronargdefaults as required
        from pg_proc p
        where p.pronamespace = 'api'::regnamespace and p.prokind = 'f'
        """

    private static let relationsQuery: Query = """
        select
            c.relname as name,
            (
                select json_agg(a.attname order by a.attnum)
                from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            ) as columns
        from pg_class c
        where c.relnamespace = 'api'::regnamespace and c.relkind in ('r', 'v', 'm', 'f', 'p')
        """

    private static let errorsQuery: Query =
        "select e.code, e.http_status, e.message, e.is_retryable from ops.error_codes e"
    private static let versionQuery: Query = "select ops.schema_version()"
}

extension PostgresError {
    /// The reading task was cancelled between two statements.
    fileprivate static let cancelledLoad = PostgresError(
        state: "57014", origin: .client, message: "reading the catalogue was cancelled")
}

extension Catalogue.Function {
    /// Reads a row of the functions' query.
    fileprivate init(_ result: QueryResult, _ row: Int) {
        let names = Catalogue.names(result.text(row, "names"))
        let types = Catalogue.names(result.text(row, "types"))
        let categories = Catalogue.names(result.text(row, "categories"))
        let required = result.text(row, "required").flatMap { Int($0) } ?? 0
        name = result.text(row, "name") ?? ""
        returnsSet = result.text(row, "returns_set") == "t"
        returnsVoid = result.text(row, "returns_void") == "t"
        arguments = zip(names, zip(types, categories)).enumerated().map { position, argument in
            Argument(
                name: argument.0, type: argument.1.0, isRequired: position < required,
                category: Category(typeCategory: argument.1.1, type: argument.1.0))
        }
    }
}

extension Catalogue.Function.Category {
    /// - Parameters:
    ///   - typeCategory: `pg_type.typcategory`.
    ///   - type: The type's name.
    fileprivate init(typeCategory: String, type: String) {
        switch (typeCategory, type) {
        case (_, "json"), (_, "jsonb"): self = .json
        case ("N", _): self = .number
        case ("B", _): self = .boolean
        case ("A", _): self = .array
        default: self = .text
        }
    }
}
