internal import HTTPTypes
package import Postgres

/// Runs a request's statement as its caller: settings and statement in one network trip and one transaction.
package struct Gateway: Sendable {
    let pool: ConnectionPool
    let catalogue: CatalogueCache
    /// Nil when every call goes alone.
    let gatherer: Gatherer?
    let configuration: RESTConfiguration
    let ownership: IdentityOwnership
    /// Nil when all is read from the primary.
    var standby: StandbyReads?
    private let refusals = RefusalMemory()
    let observe: @Sendable (Observation) -> Void

    package init(
        pool: ConnectionPool, catalogue: CatalogueCache, gatherer: Gatherer?, ownership: IdentityOwnership,
        configuration: RESTConfiguration = RESTConfiguration(), observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.catalogue = catalogue
        self.gatherer = gatherer
        self.configuration = configuration
        self.ownership = ownership
        self.observe = observe
    }

    /// Answers a request.
    ///
    /// - Parameter connection: Where the client is, if that can be told.
    /// - Throws: `Problem`.
    package func answer(
        _ request: RESTRequest, in scope: RequestScope, from connection: ClientConnection? = nil
    ) async throws(Problem) -> RESTAnswer {
        let catalogue = try await known(scope, to: request)
        if request.method == .options { return try Self.options(request, catalogue, configuration) }
        if request.path == .root { return try await describe(request, in: scope, catalogue) }
        // A trusted server sees everything anyway.
        let prepared = try RequestPlanner(
            request, in: catalogue, configuration,
            showsPlans: configuration.showsPlans || scope.caller.role == "service_role"
        ).prepare()
        let turn =
            catalogue.isStrict(prepared.schema)
            ? Turn(prepared.targets, of: scope.caller, from: scope.address, in: catalogue) : nil
        if let turn { try refusals.check(turn) }
        do throws(Problem) {
            return try await answer(prepared, to: request, in: scope, from: connection, catalogue, turn)
        } catch {
            if let turn { refusals.remember(error, of: turn) }
            throw error
        }
    }

    private func answer(
        _ prepared: PreparedRequest, to request: RESTRequest, in scope: RequestScope,
        from connection: ClientConnection?, _ catalogue: Catalogue, _ turn: Turn?
    ) async throws(Problem) -> RESTAnswer {
        try await answering(
            scope, catalogue, schema: prepared.schema, fields: prepared.statement.fields,
            unknownColumns: prepared.unknownColumns
        ) {
            if let gatherer, case .call(let call) = prepared.kind, prepared.isPlain, request.query.isEmpty,
                configuration.endsPlainly, let gathered = GatheredCall(call, body: request.body, in: scope)
            {
                let answer = try await gatherer.answer(gathered, from: connection) { lockPatience in
                    var queries = [settings(prepared, in: scope, catalogue, lockPatience: lockPatience)]
                    queries += try await ownership.checks(of: scope.caller, reaching: prepared.objects)
                    queries.append(prepared.statement.query)
                    let statements = queries
                    let results = try await RetryPolicy().run { try await pool.pipeline(statements) }
                    return CallAnswer(results[results.count - 1])
                }
                return RESTAnswer(
                    status: .ok, headers: [.contentType: prepared.media.contentType, .contentRange: "0-0/*"],
                    body: .answer(answer))
            }
            return try await run(prepared, in: scope, catalogue, turn)
        }
    }

    private func settings(
        _ prepared: PreparedRequest, in scope: RequestScope, _ catalogue: Catalogue, lockPatience: String? = nil
    ) -> Query {
        scope.settings(
            isReadOnly: prepared.isReadOnly, searchPath: configuration.searchPath(prepared.schema),
            timezone: prepared.preferences.timezone, roleSettings: catalogue.roleSettings[scope.caller.role] ?? [],
            lockPatience: lockPatience)
    }

    private func known(_ scope: RequestScope, to request: RESTRequest) async throws(Problem) -> Catalogue {
        do throws(PostgresError) {
            var known = try await catalogue.current()
            if Preferences.namesTimezone(request.values(.prefer)) { known.timezones = try await catalogue.timezones() }
            return known
        } catch {
            throw unreadable(error)
        }
    }

    private func run(
        _ prepared: PreparedRequest, in scope: RequestScope, _ catalogue: Catalogue, _ turn: Turn?
    ) async throws -> RESTAnswer {
        var queries = [settings(prepared, in: scope, catalogue)]
        queries += try await ownership.checks(of: scope.caller, reaching: prepared.objects)
        if let hook = configuration.preRequestCall { queries.append(hook) }
        let main = queries.count
        if case .plan(let isJSON, _, let options) = prepared.media {
            queries.append(Self.explained(prepared.statement.query, isJSON: isJSON, options))
        } else {
            queries.append(prepared.statement.query)
        }
        if let estimate = prepared.statement.estimate { queries.append(estimate) }
        let finish = { (results: [QueryResult]) throws(Problem) -> RESTAnswer in
            if case .plan(let isJSON, _, _) = prepared.media {
                return Self.plan(results[main], prepared.media, isJSON: isJSON)
            }
            return try AnswerBuilder(
                request: prepared, result: results[main],
                estimate: prepared.statement.estimate == nil ? nil : results[main + 1], path: scope.path,
                namesSchema: configuration.schemas.count > 1 || scope.namesSchema
            ).answer()
        }
        let end = prepared.preferences.end
        var rollsBack = end == .rollback || (end == nil && configuration.transactionEnd.rollsBack)
        // Whoever asks how something would be done wants nothing done, though `analyze` does it.
        if case .plan = prepared.media { rollsBack = true }
        if (rollsBack && !prepared.isReadOnly) || prepared.isConditional {
            guard let turn else { return try await runToDecide(queries, rollsBack: rollsBack, finish) }
            let counted = try await pool.query(turn.query)
            return try await runToDecide(queries, rollsBack: rollsBack, finish).adding(Turn.headers(counted))
        }
        if let standby, standby.serves(prepared), configuration.endsPlainly {
            let checks = Array(queries[1..<main])
            var counted: [QueryResult] = []
            if turn != nil || !checks.isEmpty {
                counted = try await pool.pipeline(
                    (turn.map { [$0.query] } ?? []) + [queries[0]] + checks, committing: turn == nil ? 0 : 1)
            }
            let asked = [queries[0]] + queries[main...]
            var results = await standby.read(asked)
            if results == nil { results = try await RetryPolicy().run { try await pool.pipeline(asked) } }
            let answer = try finish(Array(repeating: (results ?? [])[0], count: main - 1) + (results ?? []))
            return turn == nil ? answer : answer.adding(Turn.headers(counted[0]))
        }
        guard let turn else {
            // A conflict between transactions is nobody's fault and nothing of it stays, so it is tried again.
            return try finish(try await RetryPolicy().run { try await pool.pipeline(queries) })
        }
        var isCounted = false
        let statements = queries
        let results = try await RetryPolicy().run {
            // What was counted stays so when the rest is tried again.
            let counting = isCounted ? [] : [turn.query]
            isCounted = true
            return try await pool.pipeline(counting + statements, committing: counting.count)
        }
        let answer = try finish(Array(results.suffix(statements.count)))
        return results.count > statements.count ? answer.adding(Turn.headers(results[0])) : answer
    }

    /// Looks at the answer before the transaction ends, which takes two more trips.
    private func runToDecide(
        _ queries: [Query], rollsBack: Bool, _ finish: ([QueryResult]) throws(Problem) -> RESTAnswer
    ) async throws -> RESTAnswer {
        do {
            return try await RetryPolicy().run {
                try await pool.withConnection { connection in
                    try await connection.transaction { connection in
                        let answer = try finish(try await connection.pipeline(queries))
                        if rollsBack { throw RolledBack(answer: answer) }
                        return answer
                    }
                }
            }
        } catch let undone as RolledBack {
            return undone.answer
        }
    }

    /// Runs a statement of the service's own on behalf of a request, which the database is told of.
    ///
    /// - Parameter fields: Names of its parameters.
    /// - Throws: `Problem`.
    func ask(
        _ query: Query, fields: [String] = [], asServiceIn scope: RequestScope
    ) async throws(Problem) -> QueryResult {
        let catalogue: Catalogue
        do throws(PostgresError) {
            catalogue = try await self.catalogue.current()
        } catch {
            throw unreadable(error)
        }
        let scope = scope.asService
        return try await answering(scope, catalogue, schema: Catalogue.schema, fields: fields) {
            let settings = scope.settings(isReadOnly: false, searchPath: configuration.searchPath(Catalogue.schema))
            return try await RetryPolicy().run { try await pool.pipeline([settings, query])[1] }
        }
    }

    /// Where the catalogue can't be read.
    func unreadable(_ error: PostgresError) -> Problem {
        observe(.catalogueFailed(error))
        return Problem(
            .serviceUnavailable, "PGRST002", "Could not query the database for the schema cache. Retrying.",
            headers: [.retryAfter: "1"])
    }

    /// Turns what fails into what the client is told.
    func answering<R: Sendable>(
        _ scope: RequestScope, _ catalogue: Catalogue, schema: String, fields: [String] = [],
        unknownColumns: [(name: String, parameter: String)] = [], _ body: () async throws -> R
    ) async throws(Problem) -> R {
        do {
            return try await body()
        } catch let problem as Problem {
            throw problem
        } catch {
            let cause = (error as? TransactionError).flatMap { $0.begin ?? $0.commit ?? $0.rollback } ?? error
            guard let error = cause as? PostgresError else {
                observe(.failed(requestID: scope.id, route: scope.path, error))
                throw .unexpected(requestID: scope.id)
            }
            let problem = Problem(
                error, fields: fields, unknownColumns: unknownColumns,
                isAnonymous: scope.caller.role == configuration.anonRole, errors: catalogue.errors,
                isStrict: catalogue.isStrict(schema), requestID: scope.id)
            if problem.status.code >= 500 {
                observe(.failed(requestID: scope.id, route: scope.path, error))
            }
            throw problem
        }
    }
}

/// Carries an answer out of a transaction that isn't to stay.
private struct RolledBack: Error {
    let answer: RESTAnswer
}

extension RESTConfiguration {
    /// Whether nothing is asked of a request's transaction but its statement.
    fileprivate var endsPlainly: Bool { preRequest.isEmpty && !transactionEnd.rollsBack && schemas.count == 1 }

    /// The statement that calls the function before each request.
    var preRequestCall: Query? {
        guard !preRequest.isEmpty else { return nil }
        let name = preRequest.split(separator: ".", maxSplits: 1).map { Identifier(String($0)).quoted }
        return Query(unsafeText: "select \(name.joined(separator: "."))()")
    }
}
