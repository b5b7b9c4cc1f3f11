public import Logging
internal import Migrator
internal import Postgres

/// Brings a database's SQL up to date before it is served, as `migrator up` does.
public struct Installation: Sendable {
    /// Longest wait for another instance that is at it: all of them may start at once.
    static let patience: Duration = .seconds(600)

    private let conninfo: String
    private let sqlDirectory: String
    private let logger: Logger

    /// - Parameters:
    ///   - conninfo: How an administrator connects; the service's own login may change nothing.
    ///   - sqlDirectory: Folder of the SQL.
    ///   - logger: Where to report to.
    public init(conninfo: String, sqlDirectory: String, logger: Logger) {
        self.conninfo = conninfo
        self.sqlDirectory = sqlDirectory
        self.logger = logger
    }

    /// Installs what is pending or changed.
    ///
    /// - Throws: `MigratorError`.
    public func run() async throws {
        let target = ConnectionTarget(
            conninfo: conninfo, applicationName: "migrator", connectTimeout: ThinService.connectTimeout)
        let logger = logger
        let runner = Runner(
            try Project(folder: sqlDirectory), into: target,
            options: .init(role: "thin_owner", lockTimeout: Self.patience)
        ) { event in
            switch event {
            case .waitingForLock: logger.info("another instance migrates")
            case .retrying(let path, _, _, _): logger.warning("no lock, trying again", metadata: ["file": "\(path)"])
            default: break
            }
        }
        let files = try await runner.up()
        logger.info("installed", metadata: ["files": "\(files)"])
    }
}
