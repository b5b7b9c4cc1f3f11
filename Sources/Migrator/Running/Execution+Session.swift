internal import Postgres

extension Execution {
    /// Takes back what a file may have left in the session, in a transaction of its own: what `unlisten` does shows only
    /// after it, and a file that fails must not bring it all back. The runner's lock stays.
    static let reset = """
        begin;
        reset session authorization; reset role; reset all; unlisten *; close all; discard temp;
        select pg_catalog.quote_ident(name) from pg_catalog.pg_prepared_statements where from_sql;
        select case
            when l.mode = 'ShareLock' and l.objsubid = 1
                then pg_catalog.pg_advisory_unlock_shared((l.classid::bigint << 32) | l.objid::bigint)
            when l.mode = 'ShareLock'
                then pg_catalog.pg_advisory_unlock_shared(l.classid::integer, l.objid::integer)
            when l.objsubid = 1
                then pg_catalog.pg_advisory_unlock((l.classid::bigint << 32) | l.objid::bigint)
            else pg_catalog.pg_advisory_unlock(l.classid::integer, l.objid::integer)
        end
        from pg_catalog.pg_locks l
        where l.locktype = 'advisory' and l.pid = pg_catalog.pg_backend_pid()
            and ((l.classid::bigint << 32) | l.objid::bigint, l.objsubid) <> (\(RunnerLock.key), 1);
        commit;
        """

    /// Where the log stands, for point-in-time recovery, and who answers, for poolers.
    private static let place = """
        select pg_catalog.pg_backend_pid(), pg_catalog.pg_current_wal_lsn();
        """

    /// Makes the session as it was when it began, and settles timeouts and role.
    ///
    /// - Parameters:
    ///   - directives: The file's.
    ///   - role: Whom it runs as.
    ///   - isLocal: Whether a transaction is begun, to which timeouts and role belong.
    /// - Returns: Where the log stands.
    func prepare(
        _ directives: Directives, as role: String?, isLocal: Bool, for file: SourceFile
    ) async throws(MigratorError) -> String? {
        let begin = isLocal ? "begin;" : ""
        let settings = options.settings(directives, as: role, isLocal: isLocal).joined()
        let results = try await script(Self.reset + Self.place + begin + settings, for: file)
        let (prepared, answer) = (results[7], results[10])
        if prepared.rowCount > 0 {
            let names = (0..<prepared.rowCount).compactMap { prepared.text($0, 0) }
            try await script(names.map { "deallocate \($0);" }.joined(), for: file)
        }
        guard answer.text(0, 0) == backendPID else { throw .pooled }
        return answer.text(0, 1)
    }

    /// Goes back to the role that connected, for what is written into the history.
    static let regainRole = "reset session authorization; reset role;"

    /// Whether a failure is one that passes when the same is done again later.
    static func isWait(_ error: PostgresError) -> Bool {
        error.state == .lockNotAvailable || error.isRetryable
    }

    /// Does `attempt` again while it fails for want of a lock, each time after a longer, random pause.
    ///
    /// - Throws: What `attempt` throws; `MigratorError.blocked` when the retries are used up.
    func retrying<R>(_ attempt: () async throws(MigratorError) -> R) async throws(MigratorError) -> R {
        var pauses = LockRetries(options)
        while true {
            do throws(MigratorError) {
                return try await attempt()
            } catch .failed(let file, let error) where Self.isWait(error) {
                let blockers = watch.blockers
                guard let pause = pauses.next() else {
                    throw .blocked(file: file, error, by: blockers, attempts: pauses.attempts)
                }
                progress(.retrying(path: file.path, attempt: pauses.attempts, after: pause, blockedBy: blockers))
                do {
                    try await Task.sleep(for: pause)
                } catch {
                    throw .cancelled(path: file.path)
                }
            }
        }
    }
}
