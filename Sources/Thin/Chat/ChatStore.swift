internal import HTTPTypes
internal import Postgres

/// Asks schema `chat`. What a user asks for is decided there, by the claims that go ahead; the login asks, since a run's
/// request to a provider holds what users mustn't see.
struct ChatStore: Sendable {
    /// A run as it was begun.
    struct Begun: Sendable {
        let userID: String
        let runID: String
        /// Whether it was begun just now, and not by an earlier request under the same key.
        let isNew: Bool
        /// Its first event's place.
        let ordinal: Int64
        /// Its first event.
        let event: ChatEvent?
        /// What to ask the provider.
        let prompt: ChatPrompt?
    }

    /// What is known of a run that goes on.
    struct Note: Sendable {
        let isLive: Bool
        let isStopRequested: Bool
        let event: ChatEvent?
    }

    /// How a run ended.
    struct Ended: Sendable {
        let event: ChatEvent?
        /// What would name its session.
        let title: ChatPrompt?
    }

    /// Events after some place.
    struct Page: Sendable {
        var events: [ChatEvent] = []
        /// Whether more may come.
        var isLive = false
        /// The run of the last of them.
        var runID: String?
    }

    let gateway: Gateway

    /// Begins a run, which counts for the rate limit.
    ///
    /// - Parameter files: A JSON array of ids.
    /// - Throws: `Problem`.
    func begin(
        _ sessionID: String, content: String, files: [UInt8], key: String?, in scope: RequestScope
    ) async throws(Problem) -> (Begun, limits: HTTPFields) {
        let query: Query = """
            select r.user_id, r.run_id, r.is_new, r.ordinal, r.event, r.data, r.provider, r.operation, r.model, r.prompt \
            from chat.begin_run(\(sessionID)::uuid, \(content), \
            array(select i::uuid from jsonb_array_elements_text(\(files)::jsonb) i), \(key)) r
            """
        let (result, limits) = try await ask(
            query, fields: ["session_id", "content", "file_ids", "Idempotency-Key"],
            turn: "POST /chat/v1/sessions/messages", in: scope)
        guard let userID = result.text(0, 0), let runID = result.text(0, 1),
            let ordinal = result.text(0, 3).flatMap({ Int64($0) })
        else { throw .unexpected(requestID: scope.id) }
        let begun = Begun(
            userID: userID, runID: runID, isNew: result.text(0, 2) == "t", ordinal: ordinal,
            event: ChatEvent(result, row: 0, column: 3), prompt: ChatPrompt(result, column: 6))
        return (begun, limits)
    }

    /// Asks for the end of what a session is answering.
    ///
    /// - Throws: `Problem`.
    func stop(_ sessionID: String, in scope: RequestScope) async throws(Problem) {
        _ = try await ask(
            "select chat.stop_run(\(sessionID)::uuid)", fields: ["session_id"],
            turn: "DELETE /chat/v1/sessions/run", in: scope)
    }

    /// Events of a session after a place.
    ///
    /// - Parameters:
    ///   - after: Nil for those of the run that lives.
    ///   - runID: The run that they are of; nil for any.
    ///   - isCounted: Whether the rate limit counts it.
    /// - Throws: `Problem`.
    func events(
        _ sessionID: String, after: Int64?, of runID: String? = nil, isCounted: Bool = false, in scope: RequestScope
    ) async throws(Problem) -> (Page, limits: HTTPFields) {
        let after = after.map(String.init)
        let (result, limits) = try await ask(
            """
            select e.run_id, e.is_live, e.ordinal, e.event, e.data \
            from chat.read_run_events(\(sessionID)::uuid, \(after)::bigint, \(runID)::uuid) e order by e.ordinal
            """, fields: ["session_id", "Last-Event-ID"], turn: isCounted ? "GET /chat/v1/sessions/run" : nil, in: scope
        )
        var page = Page()
        for row in 0..<result.rowCount {
            page.runID = result.text(row, 0)
            page.isLive = result.text(row, 1) == "t"
            if let event = ChatEvent(result, row: row, column: 2) { page.events.append(event) }
        }
        return (page, limits)
    }

    /// Keeps a file.
    ///
    /// - Returns: What it is, as JSON.
    /// - Throws: `Problem`.
    func add(
        _ content: [UInt8], name: String, mediaType: String, to sessionID: String, in scope: RequestScope
    ) async throws(Problem) -> (String, limits: HTTPFields) {
        let bytes = Parameter.bytes(ByteaText.of(content))
        let (result, limits) = try await ask(
            "select to_json(f)::text from chat.add_file(\(sessionID)::uuid, \(name), \(mediaType), \(bytes)::bytea) f",
            fields: ["session_id", "name", "media_type", "content"], turn: "POST /chat/v1/sessions/files", in: scope)
        guard let file = result.text(0, 0) else { throw .unexpected(requestID: scope.id) }
        return (file, limits)
    }

    /// A file with its content.
    ///
    /// - Throws: `Problem`.
    func file(
        _ id: String, in scope: RequestScope
    ) async throws(Problem) -> (name: String, mediaType: String, content: [UInt8], limits: HTTPFields) {
        let (result, limits) = try await ask(
            "select f.name, f.media_type, encode(f.content, 'hex') from chat.read_file(\(id)::uuid) f",
            fields: ["file_id"], turn: "GET /chat/v1/files", in: scope)
        guard let name = result.text(0, 0), let mediaType = result.text(0, 1),
            let content = result.withBytes(0, 2, { $0.map(ByteaText.bytes) })
        else { throw .unexpected(requestID: scope.id) }
        return (name, mediaType, content, limits)
    }

    /// Keeps the next piece of an answer, and notes that its run goes on.
    ///
    /// - Parameter ordinal: The piece's place, under which it is kept once however often it is said.
    /// - Throws: What the database answers.
    func append(
        _ text: String?, at ordinal: Int64?, to run: ChatRun
    ) async throws(PostgresError) -> Note {
        let place = ordinal.map(String.init)
        let result = try await asService(
            """
            select n.is_live, n.is_stop_requested, n.ordinal, n.event, n.data from chat.append_run_events(\
            \(run.userID)::uuid, \(run.id)::uuid, \(text), \(run.callID)::uuid, \(place)::bigint) n
            """, run)
        return Note(
            isLive: result.text(0, 0) == "t", isStopRequested: result.text(0, 1) == "t",
            event: ChatEvent(result, row: 0, column: 2))
    }

    /// Ends a run.
    ///
    /// - Throws: What the database answers.
    func end(_ run: ChatRun, _ ending: ChatRun.Ending) async throws(PostgresError) -> Ended {
        let result = try await asService(
            """
            select e.ordinal, e.event, e.data, e.title_provider, e.title_operation, e.title_model, e.title_prompt \
            from chat.end_run(\(run.userID)::uuid, \(run.id)::uuid, \(ending.status), \(ending.code), \
            \(run.callID)::uuid) e
            """, run)
        return Ended(event: ChatEvent(result, row: 0, column: 0), title: ChatPrompt(result, column: 3))
    }

    /// Names a session as a model would.
    ///
    /// - Throws: What the database answers.
    func name(_ sessionID: String, _ title: String, after run: ChatRun) async throws(PostgresError) {
        _ = try await asService(
            "select chat.set_title(\(run.userID)::uuid, \(sessionID)::uuid, \(title))", run)
    }

    private func ask(
        _ query: Query, fields: [String], turn target: StaticString?, in scope: RequestScope
    ) async throws(Problem) -> (QueryResult, limits: HTTPFields) {
        let catalogue: Catalogue
        do throws(PostgresError) {
            catalogue = try await gateway.catalogue.current()
        } catch {
            throw gateway.unreadable(error)
        }
        let turn = target.flatMap {
            Turn(["route \($0)"], of: scope.caller, from: scope.address, in: catalogue)
        }
        return try await gateway.answering(scope, catalogue, schema: Catalogue.schema, fields: fields) {
            var isCounted = turn == nil
            let results = try await RetryPolicy().run {
                // What was counted stays so when the rest is tried again.
                let counting = isCounted ? [] : [turn?.query].compactMap { $0 }
                isCounted = true
                return try await gateway.pool.pipeline(
                    counting + [Self.settings(scope).query, query], committing: counting.count)
            }
            return (results[results.count - 1], results.count > 2 ? Turn.headers(results[0]) : [:])
        }
    }

    private func asService(_ query: Query, _ run: ChatRun) async throws(PostgresError) -> QueryResult {
        do {
            return try await RetryPolicy().run {
                try await gateway.pool.query(query, under: Self.settings(run.scope))
            }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(state: .queryCancelled, origin: .client, message: "cancelled between two tries")
        }
    }

    /// What goes ahead; the role stays the login's.
    private static func settings(_ scope: RequestScope) -> LocalSettings {
        [
            "transaction_read_only": "off",
            "application_name": RequestScope.applicationName(scope.id),
            "request.id": scope.id,
            "request.method": scope.method,
            "request.path": scope.path,
            "request.address": scope.address ?? "",
            "request.headers": RequestScope.headers(agent: scope.agent),
            "request.jwt.claims": scope.caller.claims,
        ]
    }
}

extension ChatEvent {
    /// Ordinal, name and data from a row; nil for none.
    fileprivate init?(_ result: QueryResult, row: Int, column: Int) {
        guard row < result.rowCount, let ordinal = result.text(row, column).flatMap({ Int64($0) }),
            let name = result.text(row, column + 1), let data = result.text(row, column + 2)
        else { return nil }
        self.init(ordinal: ordinal, name: name, data: data)
    }
}

extension ChatPrompt {
    /// Provider, operation, model and body from a row; nil for none.
    fileprivate init?(_ result: QueryResult, column: Int) {
        guard result.rowCount > 0, let provider = result.text(0, column).flatMap({ Provider(rawValue: $0) }),
            let operation = result.text(0, column + 1).flatMap({ Operation(rawValue: $0) }),
            let model = result.text(0, column + 2), let body = result.text(0, column + 3)
        else { return nil }
        self.init(provider: provider, operation: operation, model: model, body: Array(body.utf8))
    }
}
