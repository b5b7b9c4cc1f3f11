internal import HTTPTypes
package import Postgres

/// Runs a request's statement as its caller: settings and statement in one network trip and one transaction.
package struct Gateway: Sendable {
    let pool: ConnectionPool
    let catalogue: CatalogueCache
    let observe: @Sendable (Observation) -> Void

    package init(
        pool: ConnectionPool, catalogue: CatalogueCache, observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.catalogue = catalogue
        self.observe = observe
    }

    /// Calls a function.
    ///
    /// - Returns: The answer as JSON; nil when the function answers nothing.
    /// - Throws: `Problem`.
    package func call(_ function: String, body: [UInt8], in scope: RequestScope) async throws(Problem) -> QueryResult? {
        let catalogue = try await known(scope)
        let statement = try FunctionCall.statement(for: function, body: body, in: catalogue)
        let result = try await run(statement, in: scope, catalogue)
        return statement.isVoid ? nil : result
    }

    /// Reads a view.
    ///
    /// - Returns: The rows as a JSON array.
    /// - Throws: `Problem`.
    package func read(
        _ relation: String, parameters: [(name: String, value: String)], in scope: RequestScope
    ) async throws(Problem) -> QueryResult {
        let catalogue = try await known(scope)
        let statement = try RelationRead.statement(for: relation, parameters: parameters, in: catalogue)
        return try await run(statement, in: scope, catalogue)
    }

    private func known(_ scope: RequestScope) async throws(Problem) -> Catalogue {
        do throws(PostgresError) {
            return try await catalogue.current()
        } catch {
            observe(.catalogueFailed(error))
            throw Problem(
                .serviceUnavailable, "PGRST002", "Could not query the database for the schema cache. Retrying.",
                headers: [.retryAfter: "1"])
        }
    }

    private func run(
        _ statement: Statement, in scope: RequestScope, _ catalogue: Catalogue
    ) async throws(Problem) -> QueryResult {
        do {
            // A conflict between transactions is nobody's fault and nothing of it stays, so it is tried again.
            let results = try await RetryPolicy().run {
                try await pool.pipeline([scope.settings, statement.query])
            }
            return results[1]
        } catch let error as PostgresError {
            let problem = Problem(
                error, fields: statement.fields, caller: scope.caller, errors: catalogue.errors, requestID: scope.id)
            if problem.status.code >= 500 {
                observe(.failed(requestID: scope.id, route: scope.path, error))
            }
            throw problem
        } catch {
            observe(.failed(requestID: scope.id, route: scope.path, error))
            throw .unexpected(requestID: scope.id)
        }
    }
}
