import Postgres

/// Callers that race in the database itself, as services do that call it without HTTP: each on a connection of its own,
/// all of which are open before the first call.
struct Race: Sendable {
    /// Where they race.
    let database: TestDatabase
    /// How many they are.
    var callers = 32
    /// How their transactions are isolated.
    var isolation = IsolationLevel.readCommitted
    /// How often a caller tries. Many callers of one row may need more than five runs each.
    var attempts = 200

    /// Runs a statement of each caller as `service_role`.
    ///
    /// - Parameter query: The statement of the caller with a number, counted from 0.
    /// - Returns: What each came to, in no order: the first value of the first row, or the SQLSTATE.
    func outcomes(of query: @escaping @Sendable (Int) -> Query) async throws -> [String] {
        let connections = try await connect()
        let outcomes: [String] = try await withThrowingTaskGroup(of: String.self) { group in
            for (caller, connection) in connections.enumerated() {
                group.addTask { try await outcome(of: query(caller), on: connection) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for connection in connections { await connection.close() }
        return outcomes
    }

    private func connect() async throws -> [Connection] {
        try await withThrowingTaskGroup(of: Connection.self) { group in
            for _ in 0..<callers { group.addTask { try await Connection.connect(to: database.target) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func outcome(of query: Query, on connection: Connection) async throws -> String {
        do {
            return try await RetryPolicy(attempts: attempts).run {
                try await connection.transaction(isolation: isolation) { connection in
                    _ = try await connection.query("set local role service_role")
                    return try await connection.query(query).text(0, 0) ?? ""
                }
            }
        } catch let error as PostgresError {
            return error.state.rawValue
        }
    }
}
