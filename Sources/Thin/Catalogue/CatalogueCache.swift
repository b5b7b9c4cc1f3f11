package import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// The catalogue as it was last read. It is read again on `NOTIFY pgrst`, as PostgREST does, and whenever the
/// connection that listens had to be made anew.
package final class CatalogueCache: Sendable {
    /// Pause after a failure, so that an absent database isn't asked in a tight loop.
    static let retryPause: Duration = .seconds(1)
    /// How often it is read where nobody can notify.
    static let rereading: Duration = .seconds(60)
    /// The channel PostgREST's users notify.
    static let channel = Identifier("pgrst")

    private let pool: ConnectionPool
    /// Where to listen; nil for nowhere.
    private let target: ConnectionTarget?
    private let configuration: RESTConfiguration
    private let observe: @Sendable (Observation) -> Void
    private let loads = Mutex(LatestValue<Catalogue>())
    private let knownTimezones = Mutex<Set<String>?>(nil)
    /// What those wait for who came before anything was read.
    private let first = Mutex<Task<Result<Catalogue, PostgresError>, Never>?>(nil)

    package init(
        _ pool: ConnectionPool, target: ConnectionTarget?, configuration: RESTConfiguration = RESTConfiguration(),
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.target = target
        self.configuration = configuration
        self.observe = observe
    }

    /// The catalogue; read now if it never was, once for all who wait for it.
    ///
    /// - Throws: What the database answers; `57014` when cancelled.
    package func current() async throws(PostgresError) -> Catalogue {
        while true {
            if let catalogue = snapshot { return catalogue }
            let reading = first.withLock { first in
                let reading = first ?? Task { await firstReading() }
                first = reading
                return reading
            }
            let outcome = await withTaskCancellationHandler {
                await reading.value
            } onCancel: {
                reading.cancel()
            }
            // Whoever stops waiting takes the reading along, and the others begin anew.
            if case .failure(let error) = outcome, error.state == .queryCancelled, !Task.isCancelled { continue }
            return try outcome.get()
        }
    }

    private func firstReading() async -> Result<Catalogue, PostgresError> {
        defer { first.withLock { $0 = nil } }
        return await Result { () async throws(PostgresError) in try await reload() }
    }

    /// Names of all time zones that the database knows, which it needs longer for than for the catalogue. They are asked
    /// for when a request first names one.
    ///
    /// - Throws: What the database answers.
    package func timezones() async throws(PostgresError) -> Set<String> {
        if let known = knownTimezones.withLock({ $0 }) { return known }
        let names = try await pool.query("select z.name from pg_catalog.pg_timezone_names z")
        let timezones = Set((0..<names.rowCount).compactMap { names.text($0, 0) })
        knownTimezones.withLock { $0 = timezones }
        return timezones
    }

    /// Whether Thin's SQL is installed; so it is taken to be while nobody can tell.
    package var knowsOwnSQL: Bool {
        get async {
            guard let catalogue = try? await current() else { return true }
            return !catalogue.schemaVersion.isEmpty
        }
    }

    /// Whether the schema that Thin's own SQL makes is exposed.
    package var servesOwnSchema: Bool { configuration.schemas.contains(Catalogue.schema) }

    /// What was last read, if anything.
    package var snapshot: Catalogue? { loads.withLock(\.value) }

    /// Reads it now.
    ///
    /// - Throws: What the database answers; the last catalogue then stays.
    @discardableResult
    package func reload() async throws(PostgresError) -> Catalogue {
        let turn = loads.withLock { $0.begin() }
        let catalogue = try await Catalogue.load(
            from: pool, schemas: configuration.schemas, extraSchemas: configuration.extraSearchPath)
        loads.withLock { $0.keep(catalogue, of: turn) }
        observe(.catalogueLoaded(functions: catalogue.functions.count, relations: catalogue.relations.count))
        return catalogue
    }

    /// Reads it now; a failure is only reported.
    func reloadOrTell() async {
        do throws(PostgresError) {
            try await reload()
        } catch {
            observe(.catalogueFailed(error))
        }
    }
}

extension CatalogueCache: Service {
    /// Listens until the service shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.listen()
                } catch {
                    if Task.isCancelled { return }
                    if let error = error as? PostgresError { self.observe(.catalogueFailed(error)) }
                    try? await Task.sleep(for: Self.retryPause)
                }
            }
        }
    }

    private func listen() async throws {
        guard let target else {
            try await tellWhatIsUnbounded()
            while true {
                try await reload()
                try await Task.sleep(for: Self.rereading)
            }
        }
        let connection = try await Connection.connect(to: target)
        do {
            try await connection.listen(to: [Self.channel])
            try await reload()
            try await reload(after: connection.notifications())
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    /// Sessions that are nobody's are bounded by their role.
    private func tellWhatIsUnbounded() async throws(PostgresError) {
        let limit = try await pool.query("select current_setting('statement_timeout')").text(0, 0)
        if limit == "0" { observe(.sessionUnbounded) }
    }

    /// Reads it again after notifications. Those that come while it is being read count as one: a migration may send
    /// one for each of its statements.
    private func reload(after notifications: Notifications) async throws {
        let (wishes, wish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { wish.finish() }
                for try await _ in notifications { wish.yield() }
            }
            group.addTask {
                for await _ in wishes { try await self.reload() }
            }
            while try await group.next() != nil {}
        }
    }
}
