internal import Postgres

/// A database of a rehearsal's own, made like the target and without its rows, and dropped afterwards.
struct ScratchDatabase: Sendable {
    /// Attempts to drop it.
    private static let dropAttemptsMax = 6

    private let name = ScratchName()
    private let source: ConnectionTarget
    /// Where it is made, if not on the target's server.
    private let elsewhere: ConnectionTarget?
    private let warn: @Sendable (String) -> Void

    private var server: ConnectionTarget { elsewhere ?? source }

    /// Makes one for `body`, and drops it whatever happens, also when the task is cancelled. What a rehearsal has left
    /// that was killed is dropped first.
    ///
    /// - Parameters:
    ///   - source: Which database it is to be like.
    ///   - elsewhere: Another server, on which it is made, with the roles that it lacks.
    ///   - warn: Told of what couldn't be taken over, and of a database that couldn't be dropped.
    ///   - body: Is given its name.
    /// - Throws: `MigratorError.noScratch` where the role may not create databases.
    static func with<R: Sendable>(
        like source: ConnectionTarget, on elsewhere: ConnectionTarget?, _ warn: @escaping @Sendable (String) -> Void,
        _ body: (String) async throws(MigratorError) -> R
    ) async throws(MigratorError) -> R {
        let scratch = ScratchDatabase(source: source, elsewhere: elsewhere, warn: warn)
        let keeper = try await MigratorError.connecting(to: scratch.server)
        let outcome = await Result { () async throws(MigratorError) in
            try await scratch.claim(over: keeper)
            try await scratch.create(over: keeper)
            return try await body(scratch.name.text)
        }
        await Task { await scratch.drop() }.value
        await keeper.close()
        return try outcome.get()
    }

    /// Makes known that the name is in use, for as long as the connection lasts.
    private func claim(over keeper: Connection) async throws(MigratorError) {
        _ = try await Pooler.refuse(on: keeper, at: server)
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            // It says nothing for as long as the rehearsal takes.
            _ = try await keeper.script(
                "set idle_session_timeout = 0; select pg_catalog.pg_advisory_lock(\(name.key)::bigint)")
        }
        try await dropAbandoned(over: keeper)
    }

    /// Drops what killed rehearsals have left: what is named so and nobody has claimed. Names are never used again, so
    /// nobody claims one of them later.
    private func dropAbandoned(over keeper: Connection) async throws(MigratorError) {
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await keeper.query(
                """
                select d.datname from pg_catalog.pg_database d
                where pg_catalog.starts_with(d.datname, \(ScratchName.prefix))
                    and pg_catalog.pg_has_role(d.datdba, 'USAGE')
                """)
        }
        for row in 0..<found.rowCount {
            guard let text = found.text(row, 0), let other = ScratchName(text), other != name else { continue }
            try await MigratorError.bookkeeping { () async throws(PostgresError) in
                guard try await keeper.script("select \(other.isHeld)").first?.text(0, 0) == "f" else { return }
                do throws(PostgresError) {
                    _ = try await keeper.script("drop database if exists \(Literal.quotedName(text)) with (force)")
                    warn("dropped \(text), which a rehearsal has left that was killed")
                } catch {
                    guard error.connectionIsUsable else { throw error }
                    // Two that drop the same get into each other's way.
                    let isThere = try await keeper.query("select from pg_catalog.pg_database where datname = \(text)")
                    if isThere.rowCount > 0 {
                        warn("\(text), which a rehearsal has left that was killed, can't be dropped: \(error.message)")
                    }
                }
            }
        }
    }

    private func create(over keeper: Connection) async throws(MigratorError) {
        let original = try await MigratorError.connecting(to: source)
        let traits = await Result { () async throws(MigratorError) in
            if elsewhere != nil {
                try await refuseSameServer(over: original)
                try await RoleCopy(source: original, server: keeper, warn: warn).run()
            }
            return try await MigratorError.bookkeeping { () async throws(PostgresError) in
                try await DatabaseTraits.read(over: original, for: name.text)
            }
        }
        await original.close()
        try await create(over: keeper, with: try traits.get())
    }

    private func refuseSameServer(over original: Connection) async throws(MigratorError) {
        let isSame = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await original.script("select \(name.isHeld)").first?.text(0, 0) == "t"
        }
        guard isSame else { return }
        throw .noScratch(
            "--scratch names the database's own server, where files may change what others use; leave it out, or name another"
        )
    }

    private func create(over keeper: Connection, with traits: DatabaseTraits) async throws(MigratorError) {
        let membership = keeper.serverVersion >= 160_000 ? "SET" : "MEMBER"
        let row = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await keeper.query(
                """
                select r.rolcreatedb or r.rolsuper, r.rolname, (
                    select pg_catalog.pg_has_role(o.oid, \(membership)) from pg_catalog.pg_roles o
                    where o.rolname = \(traits.owner)
                )
                from pg_catalog.pg_roles r where r.rolname = current_user
                """)
        }
        guard row.text(0, 0) == "t" else {
            let role = Literal.quotedName(row.text(0, 1) ?? "")
            throw .noScratch(
                "\(role) may not create a database to rehearse in; 'alter role \(role) createdb' lets it"
                    + (elsewhere == nil ? ", or another server for it is named by --scratch" : ""))
        }
        let owner = row.text(0, 2) == "t" ? traits.owner : nil
        do throws(PostgresError) {
            _ = try await keeper.script(traits.creation(of: name.text, owner: owner))
        } catch {
            throw .scratch(error) { "no database to rehearse in: \($0)" }
        }
        for statement in traits.statements {
            do throws(PostgresError) {
                _ = try await keeper.script(statement)
            } catch {
                if error.state == .queryCancelled { throw .cancelled(path: nil) }
                warn("not taken over for the rehearsal: \(statement): \(error.message)")
            }
        }
    }

    private func drop() async {
        do throws(MigratorError) {
            let connection = try await MigratorError.connecting(to: server)
            let outcome = await Result { () async throws(PostgresError) in try await drop(over: connection) }
            await connection.close()
            if case .failure(let error) = outcome { throw .connection(error) }
        } catch {
            warn("database \(name.text) is left behind; the next rehearsal drops it: \(error)")
        }
    }

    /// PostgreSQL gives those whom it ends five seconds to go, and a busy machine needs more. With `force` it refuses to
    /// end an autovacuum that happens to be there, which needs a superuser; without, it ends just that.
    private func drop(over connection: Connection) async throws(PostgresError) {
        let text = "drop database if exists \(Literal.quotedName(name.text))"
        for attempt in 1..<Self.dropAttemptsMax {
            do throws(PostgresError) {
                _ = try await connection.script(attempt.isMultiple(of: 2) ? text : "\(text) with (force)")
                return
            } catch {
                guard error.state == "55006" || error.state == "42501" else { throw error }
            }
        }
        _ = try await connection.script("\(text) with (force)")
    }
}

extension MigratorError {
    /// A failure to make what a rehearsal needs.
    static func scratch(_ error: PostgresError, _ describe: (String) -> String) -> MigratorError {
        if error.state == .queryCancelled { return .cancelled(path: nil) }
        guard error.connectionIsUsable else { return .connection(error) }
        return .noScratch(describe(error.message))
    }
}
