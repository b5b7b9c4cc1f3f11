internal import Postgres

/// A pooler that hands the server's sessions on between transactions, under which no lock of a session means anything.
enum Pooler {
    /// Tells such a pooler from a server, and from one that gives each client a session.
    ///
    /// A pooler makes up the process id that it tells the client. If another one answers, a second connection decides:
    /// it takes whatever session comes free while this one has none, and then this one is answered by another.
    ///
    /// - Returns: The process id of the session that answers.
    /// - Throws: `MigratorError.pooled`.
    static func refuse(on connection: Connection, at target: ConnectionTarget) async throws(MigratorError) -> String {
        let first = try await backend(of: connection)
        guard first != String(connection.backendPID) else { return first }
        let second = try await MigratorError.connecting(to: target)
        let isPooled: Bool
        do throws(MigratorError) {
            let other = try await backend(of: second, isHeld: true)
            let again = try await backend(of: connection)
            isPooled = other == first || again != first
        } catch {
            await second.close()
            throw error
        }
        await second.close()
        if isPooled { throw .pooled }
        return first
    }

    /// - Parameter isHeld: Whether to stay in a transaction, and so in the session.
    private static func backend(of connection: Connection, isHeld: Bool = false) async throws(MigratorError) -> String {
        try await MigratorError.bookkeeping { () async throws(PostgresError) in
            let answers = try await connection.script((isHeld ? "begin;" : "") + "select pg_catalog.pg_backend_pid()")
            return answers.last?.text(0, 0) ?? ""
        }
    }
}
