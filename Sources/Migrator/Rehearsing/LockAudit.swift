internal import Postgres
internal import Synchronization

/// Sees which locks files take, and which tables they write anew, before each of their transactions ends.
final class LockAudit: Sendable {
    private struct Relation: Hashable {
        let name: String
        let kind: String
        /// Its owner's name.
        let owner: String
        /// Its file on the server's disk.
        let storage: String?
    }

    private struct State {
        /// What there was when the transaction began, by oid.
        var before: [String: Relation] = [:]
        /// What this transaction has been seen to do already, by other files.
        var seen: Set<String> = []
        var files: [String: RehearsedFile] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())
    /// Whether files may change what all databases of a server share, since the server is the rehearsal's own.
    private let ownsServer: Bool

    /// - Parameter ownsServer: Whether files may change what all databases of a server share.
    init(ownsServer: Bool = false) {
        self.ownsServer = ownsServer
    }

    /// What has been seen, in the order in which files were begun.
    var files: [RehearsedFile] {
        state.withLock { state in state.order.compactMap { state.files[$0] } }
    }

    /// A transaction begins.
    func begin(on connection: Connection) async throws(PostgresError) {
        let before = try await relations(on: connection)
        state.withLock { ($0.before, $0.seen) = (before, []) }
    }

    /// The tables and materialized views that there were when the transaction began.
    var tables: Set<HeldTable> {
        state.withLock { state in
            let tables = state.before.filter { ["r", "p", "m"].contains($0.value.kind) }
            return Set(
                tables.map { oid, relation in
                    HeldTable(
                        oid: oid, name: relation.name, owner: relation.owner, isView: relation.kind == "m")
                })
        }
    }

    /// A file is through, in a transaction that is still open. What earlier files of it did isn't this one's.
    func look(at path: String, on connection: Connection) async throws(PostgresError) {
        try await refuseSharedChanges(on: connection)
        let after = try await relations(on: connection)
        let held = try await connection.script(
            """
            select l.relation, l.mode from pg_catalog.pg_locks l
            where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
            """)
        let locks = held.first.map { rows in
            (0..<rows.rowCount).map { (rows.text($0, 0) ?? "", rows.text($0, 1) ?? "") }
        }
        change(path) { file, state in
            for (oid, name) in locks ?? [] {
                guard let relation = state.before[oid], let mode = LockMode(catalogued: name),
                    // Whoever reads a table reads its indexes.
                    mode != .accessShare || !["i", "I"].contains(relation.kind),
                    state.seen.insert("\(oid) \(name)").inserted
                else { continue }
                file.add(ObjectLock(object: relation.name, mode: mode, bytesOnTarget: nil))
            }
            Self.compare(after, &file, &state)
        }
    }

    /// Finds tables that have got another file on the server's disk.
    private static func compare(_ after: [String: Relation], _ file: inout RehearsedFile, _ state: inout State) {
        for (oid, relation) in state.before where ["r", "m"].contains(relation.kind) {
            guard let now = after[oid], now.storage != relation.storage,
                state.seen.insert("\(oid) rewritten").inserted
            else { continue }
            file.add(RewrittenTable(object: relation.name, bytesOnTarget: nil))
        }
    }

    /// A statement is about to run that can't be in a transaction.
    ///
    /// - Throws: `0A000` for one that changes more than its database.
    func check(_ statement: Statement) throws(PostgresError) {
        let kinds = ["database", "system", "tablespace", "subscription"]
        guard ["create", "alter", "drop"].contains(statement.words.first), let kind = statement.words.dropFirst().first,
            kinds.contains(kind)
        else { return }
        throw refusal("a \(kind)", "install it first, and rehearse the others")
    }

    /// - Throws: `0A000` when the open transaction has changed what isn't the scratch database's own, such as roles.
    private func refuseSharedChanges(on connection: Connection) async throws(PostgresError) {
        guard !ownsServer else { return }
        let changed = try await connection.script(
            """
            select c.relname from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation
            where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.database = 0
                and l.mode = 'RowExclusiveLock' and c.relname in ('pg_authid', 'pg_auth_members', 'pg_database',
                    'pg_db_role_setting', 'pg_parameter_acl', 'pg_replication_origin', 'pg_subscription', 'pg_tablespace')
            order by c.relname
            """)
        guard let rows = changed.first, rows.rowCount > 0 else { return }
        throw refusal(
            rows.text(0, 0) ?? "",
            "rehearse it on a server of the rehearsal's own, which --scratch names, or install it first")
    }

    private func refusal(_ what: String, _ hint: String) -> PostgresError {
        var error = PostgresError(
            state: .featureNotSupported, origin: .client,
            message: "it can't be rehearsed: it changes \(what), which is not this database's alone")
        error.hint = hint
        return error
    }

    /// A statement is through that can't be in a transaction.
    func see(
        _ statement: Statement, _ sighting: LockSighting, on connection: Connection
    ) async throws(PostgresError) {
        let after = try await relations(on: connection)
        change(statement.file.path) { file, state in
            for lock in sighting.strongest {
                file.add(ObjectLock(object: lock.table.name, mode: lock.mode, bytesOnTarget: nil))
            }
            Self.compare(after, &file, &state)
            if !sighting.isComplete {
                file.unseen.append("line \(statement.line): \(Redaction.line(of: statement.text))")
            }
        }
    }

    /// A file took this long.
    func end(_ path: String, took duration: Duration) {
        change(path) { file, _ in file.milliseconds = duration.milliseconds }
    }

    private func change(_ path: String, _ body: (inout RehearsedFile, inout State) -> Void) {
        state.withLock { state in
            if state.files[path] == nil { state.order.append(path) }
            var file = state.files[path] ?? RehearsedFile(path)
            body(&file, &state)
            state.files[path] = file
        }
    }

    private func relations(on connection: Connection) async throws(PostgresError) -> [String: Relation] {
        let found = try await connection.script(
            """
            select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname), c.relkind,
                pg_catalog.pg_relation_filenode(c.oid), pg_catalog.pg_get_userbyid(c.relowner)
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where \(HistoryHome.isNobodysHistory) and c.relkind in ('r', 'p', 'm', 'v', 'f', 'S', 'i', 'I')
            """)
        guard let rows = found.first else { return [:] }
        let relations = (0..<rows.rowCount).map { row in
            let relation = Relation(
                name: rows.text(row, 1) ?? "", kind: rows.text(row, 2) ?? "", owner: rows.text(row, 4) ?? "",
                storage: rows.text(row, 3))
            return (rows.text(row, 0) ?? "", relation)
        }
        return Dictionary(relations) { $1 }
    }
}

extension RehearsedFile {
    /// Adds a lock, in its place among the others: strongest first.
    fileprivate mutating func add(_ lock: ObjectLock) {
        guard !locks.contains(lock) else { return }
        let strength = { (mode: LockMode) in LockMode.allCases.firstIndex(of: mode) ?? 0 }
        locks.append(lock)
        locks.sort { (strength($1.mode), $0.object) < (strength($0.mode), $1.object) }
    }

    fileprivate mutating func add(_ table: RewrittenTable) {
        guard !rewritten.contains(table) else { return }
        rewritten.append(table)
        rewritten.sort { $0.object < $1.object }
    }
}
