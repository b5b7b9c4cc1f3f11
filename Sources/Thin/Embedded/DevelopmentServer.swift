internal import Foundation
public import Logging
internal import Migrator
internal import Postgres

/// `thin dev`: a private cluster, migrated and seeded, and the service in front of it.
public struct DevelopmentServer: Sendable {
    /// What it is asked for.
    public struct Options: Sendable {
        /// Where to listen.
        public var host: String
        /// Port to listen on.
        public var port: Int
        /// Port for PostgreSQL; another one if it is taken.
        public var databasePort: Int
        /// Folder of the cluster.
        public var dataDirectory: String
        /// Folder of the SQL.
        public var sqlDirectory: String
        /// Whether to begin with nothing.
        public var reset: Bool
        /// Connections to the database.
        public var poolSize: Int
        /// What `THIN_GATHER` says.
        public var gather: String?

        public init(
            host: String, port: Int, databasePort: Int, dataDirectory: String, sqlDirectory: String, reset: Bool,
            poolSize: Int, gather: String? = nil
        ) {
            self.host = host
            self.port = port
            self.databasePort = databasePort
            self.dataDirectory = dataDirectory
            self.sqlDirectory = sqlDirectory
            self.reset = reset
            self.poolSize = poolSize
            self.gather = gather
        }
    }

    /// What others need to use it. Encoded as the first line that `thin dev --json` prints.
    public struct Access: Codable, Sendable {
        public let apiURL: String
        public let databaseURL: String
        public let anonKey: String
        public let serviceRoleKey: String
        public let jwtSecret: String

        enum CodingKeys: String, CodingKey {
            case apiURL = "api_url"
            case databaseURL = "db_url"
            case anonKey = "anon_key"
            case serviceRoleKey = "service_role_key"
            case jwtSecret = "jwt_secret"
        }
    }

    private let options: Options
    private let logger: Logger

    /// - Parameters:
    ///   - options: What it is asked for.
    ///   - logger: Where to report to.
    public init(_ options: Options, logger: Logger) {
        self.options = options
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT, then stops both.
    ///
    /// - Parameter onReady: Called once requests are taken.
    /// - Throws: `EmbeddedError`, `MigratorError`, or what keeps the service from serving.
    public func run(onReady: @escaping @Sendable (Access) async -> Void) async throws {
        let logger = logger
        logger.info("starting PostgreSQL", metadata: ["data_dir": "\(options.dataDirectory)"])
        let cluster = try await EmbeddedCluster.start(
            in: options.dataDirectory, port: options.databasePort, reset: options.reset)
        do {
            try await install(into: cluster)
            let secret = ProcessInfo.processInfo.environment["THIN_JWT_SECRET"].flatMap { $0.isEmpty ? nil : $0 }
            var configuration = try ThinConfiguration(
                databaseURL: cluster.serviceConninfo, host: options.host, port: options.port,
                jwtSecret: secret ?? cluster.secrets.jwtSecret, poolSize: options.poolSize,
                gathers: try ThinConfiguration.gathers(options.gather))
            configuration.rest = try .fromEnvironment()
            configuration.identity = try .fromEnvironment()
            configuration.stripe = try .fromEnvironment()
            configuration.ai = try .fromEnvironment()
            configuration.crossOrigin = try .fromEnvironment()
            configuration.clients = try .fromEnvironment()
            configuration.metrics = try .fromEnvironment()
            let served = configuration
            let keys = try await ServiceKeys(secret: configuration.jwtSecret)
            let service = try await ThinService(configuration, logger: logger) { port in
                await onReady(
                    Access(
                        apiURL: "http://\(served.host):\(port)", databaseURL: cluster.superuserURL,
                        anonKey: keys.anon, serviceRoleKey: keys.serviceRole, jwtSecret: served.jwtSecret))
            }
            let keeper = ClusterKeeper(cluster: cluster) { $0.log(to: logger) }
            try await service.run(beside: [keeper], logger: logger)
        } catch {
            try? await cluster.stop()
            throw error
        }
        try await cluster.stop()
        logger.info("stopped")
    }

    private func install(into cluster: EmbeddedCluster) async throws {
        guard FileManager.default.fileExists(atPath: "\(options.sqlDirectory)/migrations") else {
            throw EmbeddedError.noSQL(options.sqlDirectory)
        }
        try await createDatabase(in: cluster)
        let target = ConnectionTarget(
            conninfo: cluster.superuserConninfo(database: EmbeddedCluster.database), applicationName: "migrator",
            connectTimeout: ThinService.connectTimeout)
        let files = try await Runner(
            try Project(folder: options.sqlDirectory), into: target, options: .init(role: "thin_owner", seeds: true)
        ).up()
        logger.info("installed", metadata: ["files": "\(files)"])
        let connection = try await Connection.connect(to: target)
        // A password can't be bound in DDL; this one is hexadecimal.
        _ = try await connection.script(
            "alter role authenticator password '\(cluster.secrets.authenticatorPassword)'")
        _ = try await connection.query(Self.settings)
        await connection.close()
    }

    /// As long as nobody has changed them: people get in without a mail, and links lead to this machine.
    private static let settings: Query = """
        update identity.settings
        set
            site_url = 'http://127.0.0.1:3000',
            redirect_urls = '{http://localhost:3000,http://localhost:3000/*,http://localhost:5173/*,http://127.0.0.1:5173/*}',
            confirms_automatically = true
        where updated_at = created_at
        """

    private func createDatabase(in cluster: EmbeddedCluster) async throws {
        let maintenance = ConnectionTarget(
            conninfo: cluster.superuserConninfo(database: "postgres"), applicationName: "thin dev",
            connectTimeout: ThinService.connectTimeout)
        let connection = try await Connection.connect(to: maintenance)
        let found = try await connection.query("select from pg_database where datname = \(EmbeddedCluster.database)")
        if found.rowCount == 0 {
            _ = try await connection.script("create database \(Identifier(EmbeddedCluster.database).quoted)")
        }
        await connection.close()
    }
}
