internal import Hummingbird
public import Logging
internal import Postgres
public import ServiceLifecycle
internal import UnixSignals

/// The service, put together.
public struct ThinService: Sendable {
    /// Longest attempt to connect.
    static let connectTimeout: Duration = .seconds(5)
    /// Longest statement.
    static let statementTimeout: Duration = .seconds(15)
    /// Longest wait for a connection.
    static let acquireTimeout: Duration = .seconds(10)
    /// Longest a request may take to end once the service stops; longer than any statement.
    static let shutdownTimeout: Duration = .seconds(20)
    /// What `pg_stat_activity` shows of a connection between two requests.
    static let applicationName = "thin"
    /// The share of connections that signing in may take at once: one of so many.
    static let signingInShare = 4
    /// Callers that may wait for a connection.
    static let queueLimit = 1024

    private let services: [any Service]

    /// - Parameters:
    ///   - configuration: What the environment says.
    ///   - logger: Where to report to.
    ///   - onRunning: Called with the port once requests are taken.
    /// - Throws: `ConfigurationError` when the keys can't be used.
    public init(
        _ configuration: ThinConfiguration, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        OpenFiles.raiseLimit()
        ProcessFigures.begin()
        let registry = MetricsRegistry()
        let observe: @Sendable (Observation) -> Void = { observation in
            observation.log(to: logger)
            observation.count(in: registry)
        }
        let pool = ConnectionPool(
            Self.pool(configuration, of: configuration.databaseURL), observe: { observe(.pool($0)) })
        let catalogue = CatalogueCache(
            pool, target: Self.listeningTarget(configuration), configuration: configuration.rest, observe: observe)
        let keys = try await TokenKeys(secret: configuration.jwtSecret, keys: configuration.identity.jwtKeys)
        let callers = CallerLookup(
            verifier: TokenVerifier(keys, anonRole: configuration.rest.anonRole), keys: APIKeys(pool), observe: observe)
        let ownership = IdentityOwnership(pool)
        let auth = AuthRoutes(
            callers: callers,
            gateway: AuthGateway(
                pool: pool, ownership: ownership, keys: keys, catalogue: catalogue,
                slowMax: max(1, configuration.poolSize / Self.signingInShare), observe: observe),
            apiURL: configuration.identity.apiURL, host: configuration.host)
        var gateway = Gateway(
            pool: pool, catalogue: catalogue,
            gatherer: configuration.gathers ? Gatherer(pool, ownership: ownership, observe: observe) : nil,
            ownership: ownership, configuration: configuration.rest, observe: observe)
        let standby = Self.standby(configuration).map { standby in
            ConnectionPool(standby, observe: { observe(.pool($0)) })
        }
        gateway.standby = standby.map {
            StandbyReads($0, views: configuration.database.standbyViews, observe: observe)
        }
        let stripe = StripeClient(configuration.stripe)
        let models = ModelGateway(configuration.ai, pool: pool, observe: observe)
        let chats = ChatRuns(store: ChatStore(gateway: gateway), models: models, observe: observe)
        let connections = OpenConnections(
            limit: configuration.clients.connectionsMax ?? OpenFiles.clients(besides: configuration.poolSize))
        let pulse = models.pulse
        let metrics = MetricsPage(
            registry: registry, access: configuration.metrics, pool: pool, database: DatabaseFigures(pool: pool),
            connections: connections, running: { pulse.count }, schema: { catalogue.snapshot?.schemaVersion ?? "" })
        let routes = Routes(
            callers: callers, gateway: gateway, auth: auth, payments: PaymentGateway(gateway: gateway, stripe: stripe),
            stripe: StripeWebhook(
                gateway: gateway, signature: StripeSignature(secrets: configuration.stripe.webhookSecrets)),
            models: ModelRoutes(callers: callers, gateway: models), chat: ChatRoutes(runs: chats),
            readiness: Readiness(pool: pool, catalogue: catalogue), metrics: metrics,
            front: FrontMiddleware(
                edge: configuration.edge, opensMetrics: configuration.metrics.hasToken,
                crossOrigin: configuration.crossOrigin, proxies: configuration.proxies,
                security: SecurityHeaders(isEncrypted: configuration.identity.apiURL.hasPrefix("https://")),
                observe: observe))
        let listener = Listener(
            socket: configuration.socket ?? .address(host: configuration.host, port: configuration.port),
            responder: routes.router().buildResponder(), connections: connections,
            patience: configuration.clients.patience, logger: logger
        ) { port in
            await onRunning(port)
            ServiceSupervisor.tell("READY=1")
        }
        // Shut down in reverse: first no more requests, last the connections.
        var services: [any Service] = [
            PoolService(pool: pool), catalogue, ReloadSignal(catalogue: catalogue),
            JobWorker(pool: pool, observe: observe) { await catalogue.knowsOwnSQL },
            OutgoingWorker(WebhookQueue(pool: pool), observe: observe) { await catalogue.knowsOwnSQL },
            pulse, chats,
            AnnouncedService(listener) {
                ServiceSupervisor.tell("STOPPING=1")
                pulse.stopSoon()
            },
        ]
        if let mail = configuration.identity.mail {
            let queue = MailQueue(pool: pool, configuration: mail)
            services.insert(OutgoingWorker(queue, observe: observe), at: 2)
        }
        if let stripe {
            let topUps = StripeQueue(TopUps.self, pool: pool, stripe: stripe)
            services.insert(OutgoingWorker(topUps, observe: observe) { await catalogue.knowsOwnSQL }, at: 2)
            let errands = StripeQueue(Errands.self, pool: pool, stripe: stripe)
            services.insert(OutgoingWorker(errands, observe: observe) { await catalogue.knowsOwnSQL }, at: 2)
        }
        if let standby { services.insert(PoolService(pool: standby), at: 1) }
        self.services = services
    }

    private static func pool(_ configuration: ThinConfiguration, of conninfo: String) -> PoolConfiguration {
        let target = ConnectionTarget(
            conninfo: conninfo, applicationName: applicationName, connectTimeout: connectTimeout)
        let prepares = configuration.database.preparesStatements
        return PoolConfiguration(
            target: target, maximumConnections: configuration.poolSize, queueLimit: queueLimit,
            acquireTimeout: acquireTimeout, statementTimeout: statementTimeout, setsStatementTimeout: prepares,
            statementCacheSize: prepares ? PoolConfiguration.statementCacheSize : 0)
    }

    /// Nil where there is none to read.
    private static func standby(_ configuration: ThinConfiguration) -> PoolConfiguration? {
        guard !configuration.database.standbyURL.isEmpty else { return nil }
        var standby = pool(configuration, of: configuration.database.standbyURL)
        standby.acquireTimeout = StandbyReads.acquireTimeout
        return standby
    }

    /// Nil where a pooler would lose what is listened for.
    private static func listeningTarget(_ configuration: ThinConfiguration) -> ConnectionTarget? {
        let ways = configuration.database
        if ways.listenURL.isEmpty, !ways.preparesStatements { return nil }
        return ConnectionTarget(
            conninfo: ways.listenURL.isEmpty ? configuration.databaseURL : ways.listenURL,
            applicationName: applicationName, connectTimeout: connectTimeout)
    }

    /// Serves until SIGTERM or SIGINT; then finishes what runs.
    ///
    /// - Throws: What keeps it from serving, such as a port that is taken.
    public func run(beside others: [any Service] = [], logger: Logger) async throws {
        // Below that it prints whole services, with all they hold.
        var groupLogger = logger
        groupLogger.logLevel = max(logger.logLevel, .info)
        var configuration = ServiceGroupConfiguration(
            services: (others + services).map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: groupLogger)
        configuration.maximumGracefulShutdownDuration = Self.shutdownTimeout
        do {
            try await withTaskExecutorPreference(EventLoopExecutor.shared) {
                try await ServiceGroup(configuration: configuration).run()
            }
        } catch is CancellationError {
            logger.warning("requests that had not ended in time were given up")
        }
    }
}

/// Says so when a service begins to stop, which may take a while.
private struct AnnouncedService: Service {
    let service: any Service
    let announce: @Sendable () -> Void

    init(_ service: any Service, announce: @escaping @Sendable () -> Void) {
        self.service = service
        self.announce = announce
    }

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await service.run()
        } onGracefulShutdown: {
            announce()
        }
    }
}

/// Runs the pool for as long as others need it.
private struct PoolService: Service {
    let pool: ConnectionPool

    func run() async throws {
        await withGracefulShutdownHandler {
            try? await pool.run()
        } onGracefulShutdown: {
            Task { await pool.shutdown() }
        }
    }
}
