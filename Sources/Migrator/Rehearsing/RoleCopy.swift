internal import Postgres

/// Makes the roles of one server on another, without passwords. Those that are there stay as they are.
///
/// From `pg_roles`, which everybody may read: it needs no right on the one, and CREATEROLE on the other.
struct RoleCopy: Sendable {
    let source: Connection
    let server: Connection
    /// Told of what couldn't be taken over.
    let warn: @Sendable (String) -> Void

    /// - Throws: `MigratorError.noScratch` when a role can't be made.
    func run() async throws(MigratorError) {
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await source.query(
                """
                select r.rolname,
                    pg_catalog.format('create role %I with connection limit %s %s %s', r.rolname, r.rolconnlimit,
                        case when r.rolcanlogin then 'login' end, case when not r.rolinherit then 'noinherit' end),
                    pg_catalog.concat_ws(' ', case when r.rolsuper then 'superuser' end,
                        case when r.rolcreatedb then 'createdb' end, case when r.rolcreaterole then 'createrole' end,
                        case when r.rolreplication then 'replication' end,
                        case when r.rolbypassrls then 'bypassrls' end)
                from pg_catalog.pg_roles r where r.rolname !~ '^pg_' order by r.rolname
                """)
        }
        let there = try await existing()
        var made: [String] = []
        for row in 0..<found.rowCount {
            guard let role = found.text(row, 0), let statement = found.text(row, 1), !there.contains(role) else {
                continue
            }
            if try await make(statement, found.text(row, 2) ?? "") { made.append(role) }
        }
        guard !made.isEmpty else { return }
        let rest = try await [ownMemberships(in: made), memberships(of: made), settings(of: made)]
        for statement in rest.joined() { try await take(over: statement) }
    }

    private func existing() async throws(MigratorError) -> Set<String> {
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await server.query("select rolname from pg_catalog.pg_roles")
        }
        return Set((0..<found.rowCount).compactMap { found.text($0, 0) })
    }

    /// Makes a role; false where another rehearsal was faster.
    ///
    /// - Parameter powers: What only who has it himself may give; without it where he hasn't.
    private func make(_ statement: String, _ powers: String) async throws(MigratorError) -> Bool {
        do throws(PostgresError) {
            _ = try await server.script("\(statement) \(powers)")
            return true
        } catch {
            if ["42710", "23505"].contains(error.state.rawValue) { return false }
            if error.state.rawValue == "42501", !powers.isEmpty {
                warn("not taken over for the rehearsal: \(powers) of: \(statement)")
                return try await make(statement, "")
            }
            throw .scratch(error) { "no role to rehearse with: \($0) in: \(statement)" }
        }
    }

    /// Statements that make roles members of what they are members of.
    private func memberships(of roles: [String]) async throws(MigratorError) -> [String] {
        let hasOptions = server.serverVersion >= 160_000 && source.serverVersion >= 160_000
        let options =
            hasOptions
            ? "pg_catalog.format('with admin %s, inherit %s, set %s', m.admin_option, m.inherit_option, m.set_option)"
            : "case when m.admin_option then 'with admin option' end"
        return try await statements(
            over: source,
            """
            select distinct pg_catalog.concat_ws(' ', pg_catalog.format('grant %I to %I', g.rolname, r.rolname), \(options))
            from pg_catalog.pg_auth_members m
            join pg_catalog.pg_roles g on g.oid = m.roleid join pg_catalog.pg_roles r on r.oid = m.member
            where r.rolname = any (\(Self.array(roles)))
            """)
    }

    /// Statements by which a role that isn't superuser may act as those that it has made.
    private func ownMemberships(in roles: [String]) async throws(MigratorError) -> [String] {
        try await statements(
            over: server,
            """
            select pg_catalog.format('grant %I to current_user', r.role)
            from pg_catalog.unnest(\(Self.array(roles))) r (role)
            where not (select u.rolsuper from pg_catalog.pg_roles u where u.rolname = current_user)
            """)
    }

    /// Statements that give roles their settings.
    private func settings(of roles: [String]) async throws(MigratorError) -> [String] {
        try await statements(
            over: source,
            """
            select pg_catalog.format('alter role %I set %I to %s', r.rolname, s.name,
                case when s.name in ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                    'session_preload_libraries') then s.value else pg_catalog.quote_literal(s.value) end)
            from pg_catalog.pg_db_role_setting d
            join pg_catalog.pg_roles r on r.oid = d.setrole
            cross join lateral pg_catalog.unnest(d.setconfig) c (line)
            cross join lateral (select pg_catalog.split_part(c.line, '=', 1),
                pg_catalog.substr(c.line, pg_catalog.strpos(c.line, '=') + 1)) s (name, value)
            where d.setdatabase = 0 and r.rolname = any (\(Self.array(roles)))
            """)
    }

    private func take(over statement: String) async throws(MigratorError) {
        do throws(PostgresError) {
            _ = try await server.script(statement)
        } catch {
            if error.state == .queryCancelled { throw .cancelled(path: nil) }
            warn("not taken over for the rehearsal: \(statement): \(error.message)")
        }
    }

    private func statements(over connection: Connection, _ sql: String) async throws(MigratorError) -> [String] {
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await connection.script(sql)
        }
        guard let rows = found.first else { return [] }
        return (0..<rows.rowCount).compactMap { rows.text($0, 0) }
    }

    private static func array(_ names: [String]) -> String {
        "array[\(names.map { Literal.quoted($0) }.joined(separator: ", "))]::text[]"
    }
}
