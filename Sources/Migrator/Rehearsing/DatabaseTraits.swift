internal import Postgres

/// What a database has of its own that no dump of its schema holds.
struct DatabaseTraits: Sendable {
    /// Its encoding's name.
    let encoding: String
    /// `lc_collate` and `lc_ctype`.
    let locale: (collate: String, ctype: String)
    /// Another provider of locales, and its locale.
    let provider: (name: String, locale: String)?
    /// Its owner's name.
    let owner: String
    /// Statements that give another database its rights and settings.
    let statements: [String]

    /// Reads them.
    ///
    /// - Parameter copy: The other database's name.
    static func read(
        over connection: Connection, for copy: String
    ) async throws(PostgresError) -> DatabaseTraits {
        let row = try await connection.query(
            """
            select pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
                pg_catalog.to_jsonb(d) ->> 'datlocprovider',
                coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale'),
                pg_catalog.pg_get_userbyid(d.datdba)
            from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()
            """)
        let provider = row.text(0, 4).flatMap { locale in
            ["i": "icu", "b": "builtin"][row.text(0, 3) ?? ""].map { ($0, locale) }
        }
        return DatabaseTraits(
            encoding: row.text(0, 0) ?? "", locale: (row.text(0, 1) ?? "", row.text(0, 2) ?? ""),
            provider: provider, owner: row.text(0, 5) ?? "",
            statements: try await statements(over: connection, for: copy))
    }

    /// The statement that makes such a database.
    ///
    /// - Parameter owner: Whom it will belong to; nil for whoever makes it.
    func creation(of name: String, owner: String?) -> String {
        var statement = """
            create database \(Literal.quotedName(name)) template template0 encoding \(Literal.quoted(encoding)) \
            lc_collate \(Literal.quoted(locale.collate)) lc_ctype \(Literal.quoted(locale.ctype))
            """
        if let provider {
            statement +=
                " locale_provider \(provider.name) \(provider.name)_locale \(Literal.quoted(provider.locale))"
        }
        if let owner { statement += " owner \(Literal.quotedName(owner))" }
        return statement
    }

    private static func statements(
        over connection: Connection, for copy: String
    ) async throws(PostgresError) -> [String] {
        let found = try await connection.query(
            """
            select pg_catalog.format('revoke all on database %I from public', \(copy)::text)
            from pg_catalog.pg_database d where d.datname = pg_catalog.current_database() and d.datacl is not null
            union all
            select pg_catalog.format('grant %s on database %I to %s%s', a.privilege_type, \(copy)::text,
                case a.grantee when 0 then 'public'
                    else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end,
                case when a.is_grantable then ' with grant option' else '' end)
            from pg_catalog.pg_database d cross join lateral pg_catalog.aclexplode(d.datacl) a
            where d.datname = pg_catalog.current_database() and a.grantee <> d.datdba
            union all
            select pg_catalog.format('alter database %I set %I to %s', \(copy)::text, s.name,
                case when s.name in ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                    'session_preload_libraries') then s.value else pg_catalog.quote_literal(s.value) end)
            from pg_catalog.pg_db_role_setting r
            join pg_catalog.pg_database d on d.oid = r.setdatabase
            cross join lateral pg_catalog.unnest(r.setconfig) c (line)
            cross join lateral (select pg_catalog.split_part(c.line, '=', 1),
                pg_catalog.substr(c.line, pg_catalog.strpos(c.line, '=') + 1)) s (name, value)
            where d.datname = pg_catalog.current_database() and r.setrole = 0
            """)
        return (0..<found.rowCount).compactMap { found.text($0, 0) }
    }
}
