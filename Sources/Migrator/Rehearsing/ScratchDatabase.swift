internal import Foundation
internal import Postgres

/// A database of a rehearsal's own, made like the target and without its rows, and dropped afterwards.
struct ScratchDatabase: Sendable {
    /// What its name begins with.
    static let prefix = "migrator_rehearsal_"

    /// Its name.
    let name: String
    private let target: ConnectionTarget

    /// Makes one for `body`, and drops it whatever happens, also when the task is cancelled.
    ///
    /// - Parameters:
    ///   - target: Which database it is to be like.
    ///   - warn: Told of what couldn't be taken over, and of a database that couldn't be dropped.
    /// - Throws: `MigratorError.noScratch` where the role may not create databases.
    static func with<R: Sendable>(
        like target: ConnectionTarget, _ warn: @escaping @Sendable (String) -> Void,
        _ body: (ScratchDatabase) async throws(MigratorError) -> R
    ) async throws(MigratorError) -> R {
        let random = UInt64.random(in: .min ... .max)
        let scratch = ScratchDatabase(name: prefix + String(random, radix: 36), target: target)
        let outcome = await Result { () async throws(MigratorError) in
            try await scratch.create(warn)
            return try await body(scratch)
        }
        await Task { await scratch.drop(warn) }.value
        return try outcome.get()
    }

    private func create(_ warn: (String) -> Void) async throws(MigratorError) {
        let connection = try await MigratorError.connecting(to: target)
        do throws(MigratorError) {
            try await create(over: connection, warn)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private func create(over connection: Connection, _ warn: (String) -> Void) async throws(MigratorError) {
        let membership = connection.serverVersion >= 160_000 ? "SET" : "MEMBER"
        let row = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await connection.query(
                """
                select pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
                    pg_catalog.to_jsonb(d) ->> 'datlocprovider',
                    coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale'),
                    case when pg_catalog.pg_has_role(d.datdba, \(membership))
                        then pg_catalog.pg_get_userbyid(d.datdba) end,
                    r.rolcreatedb or r.rolsuper, r.rolname
                from pg_catalog.pg_database d, pg_catalog.pg_roles r
                where d.datname = pg_catalog.current_database() and r.rolname = current_user
                """)
        }
        guard row.text(0, 6) == "t" else {
            let role = Literal.quotedName(row.text(0, 7) ?? "")
            throw .noScratch("\(role) may not create a database to rehearse in; 'alter role \(role) createdb' lets it")
        }
        var statement = """
            create database \(Literal.quotedName(name)) template template0 encoding \(Literal.quoted(row.text(0, 0))) \
            lc_collate \(Literal.quoted(row.text(0, 1))) lc_ctype \(Literal.quoted(row.text(0, 2)))
            """
        if let locale = row.text(0, 4), let provider = ["i": "icu", "b": "builtin"][row.text(0, 3) ?? ""] {
            statement += " locale_provider \(provider) \(provider)_locale \(Literal.quoted(locale))"
        }
        if let owner = row.text(0, 5) { statement += " owner \(Literal.quotedName(owner))" }
        let creation = statement
        do throws(PostgresError) {
            _ = try await connection.script(creation)
        } catch {
            if error.state == .queryCancelled { throw .cancelled(path: nil) }
            guard error.connectionIsUsable else { throw .connection(error) }
            throw .noScratch("no database to rehearse in: \(error.message)")
        }
        try await takeOverSettings(on: connection, warn)
    }

    /// Gives it the rights and settings that the target has as a database, which no dump of a schema holds.
    private func takeOverSettings(on connection: Connection, _ warn: (String) -> Void) async throws(MigratorError) {
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await connection.query(
                """
                select pg_catalog.format('revoke all on database %I from public', \(name)::text)
                from pg_catalog.pg_database d where d.datname = pg_catalog.current_database() and d.datacl is not null
                union all
                select pg_catalog.format('grant %s on database %I to %s%s', a.privilege_type, \(name)::text,
                    case a.grantee when 0 then 'public'
                        else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end,
                    case when a.is_grantable then ' with grant option' else '' end)
                from pg_catalog.pg_database d cross join lateral pg_catalog.aclexplode(d.datacl) a
                where d.datname = pg_catalog.current_database() and a.grantee <> d.datdba
                union all
                select pg_catalog.format('alter database %I set %I to %s', \(name)::text, s.name,
                    case when s.name in ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                        'session_preload_libraries') then s.value else pg_catalog.quote_literal(s.value) end)
                from pg_catalog.pg_db_role_setting r
                join pg_catalog.pg_database d on d.oid = r.setdatabase
                cross join lateral pg_catalog.unnest(r.setconfig) c (line)
                cross join lateral (select pg_catalog.split_part(c.line, '=', 1),
                    pg_catalog.substr(c.line, pg_catalog.strpos(c.line, '=') + 1)) s (name, value)
                where d.datname = pg_catalog.current_database() and r.setrole = 0
                """)
        }
        for row in 0..<found.rowCount {
            guard let statement = found.text(row, 0) else { continue }
            do throws(PostgresError) {
                _ = try await connection.script(statement)
            } catch {
                if error.state == .queryCancelled { throw .cancelled(path: nil) }
                warn("not taken over for the rehearsal: \(statement): \(error.message)")
            }
        }
    }

    private func drop(_ warn: (String) -> Void) async {
        do throws(MigratorError) {
            let connection = try await MigratorError.connecting(to: target)
            let outcome = await Result { () async throws(PostgresError) in
                try await connection.script("drop database if exists \(Literal.quotedName(name)) with (force)")
            }
            await connection.close()
            if case .failure(let error) = outcome { throw .connection(error) }
        } catch {
            warn("database \(name) is left behind, drop it by hand: \(error)")
        }
    }
}
