package import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// The catalogue as it was last read. It is read again on `NOTIFY pgrst`, as PostgREST does, and whenever the
/// connection that listens had to be made anew.
package final class CatalogueCache: Sendable {
    /// Pause after a failure, so that an absent database isn't asked in a tight loop.
    static let retryPause: Duration = .seconds(1)
    /// The channel PostgREST's users notify.
    static let channel = Identifier("pgrst")

    private let pool: ConnectionPool
    private let target: ConnectionTarget
    private let configuration: RESTConfiguration
    private let observe: @Sendable (Observation) -> Void
    private let loaded = Mutex<Catalogue?>(nil)

    package init(
        _ pool: ConnectionPool, target: ConnectionTarget, configuration: RESTConfiguration = RESTConfiguration(),
        observe: @escaping @Sendable (Observation) -> Void
    ) {
        self.pool = pool
        self.target = target
        self.configuration = configuration
        self.observe = observe
    }

    /// The catalogue; read now if it never was.
    ///
    /// - Throws: What the database answers.
    package func current() async throws(PostgresError) -> Catalogue {
        if let catalogue = loaded.withLock({ $0 }) { return catalogue }
        return try await reload()
    }

    /// Whether the schema that Thin's own SQL makes is exposed.
    package var servesOwnSchema: Bool { configuration.schemas.contains(Catalogue.schema) }

    /// What was last read, if anything.
    package var snapshot: Catalogue? { loaded.withLock { $0 } }

    /// Reads it now.
    ///
    /// - Throws: What the database answers; the last catalogue then stays.
    @discardableResult
    package func reload() async throws(PostgresError) -> Catalogue {
        let catalogue = try await Catalogue.load(
            from: pool, schemas: configuration.schemas, extraSchemas: configuration.extraSearchPath)
        loaded.withLock { $0 = catalogue }
        observe(.catalogueLoaded(functions: catalogue.functions.count, relations: catalogue.relations.count))
        return catalogue
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
        let connection = try await Connection.connect(to: target)
        do {
            try await connection.listen(to: [Self.channel])
            try await reload()
            for try await _ in connection.notifications() { try await reload() }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
