import ArgumentParser
import Foundation
import Logging
import Thin

/// `thin serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves an existing database.",
        discussion: """
            Reads DATABASE_URL (else libpq's PG* variables), THIN_HOST, THIN_PORT, THIN_JWT_SECRET, \
            THIN_LOG_LEVEL (info; trace, debug, notice, warning, error, critical), THIN_LOG_FORMAT (text or json), THIN_POOL_SIZE and THIN_GATHER (off: calls that arrive while others commit go out one by one). The login is \
            the role authenticator, never a superuser.

            With API_SHARED_SECRET only requests are served that bring it in the header X-Api-Shared-Secret.

            DATABASE_URL may name several hosts, with target_session_attrs=read-write. Behind a transaction pooler: \
            THIN_PREPARED_STATEMENTS=off, and THIN_LISTEN_URL past it. Reads from a standby: THIN_STANDBY_URL and \
            THIN_STANDBY_VIEWS. Clients: THIN_CLIENT_TIMEOUT (seconds), THIN_MAX_CONNECTIONS. Prometheus: \
            THIN_METRICS_TOKEN. A socket of systemd's is taken instead of THIN_HOST and THIN_PORT.

            Signing in: THIN_API_URL (where clients reach it), THIN_JWT_KEYS (keys of users' tokens, a JSON array, the \
            first private one signs), SMTP_URL (smtp://user:password@host:587 or smtps://…) and MAIL_FROM.

            Payments: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, several with commas between while it is changed; see \
            docs/payments.md.

            With --migrate the SQL is brought up to date first, as by 'migrator up --role thin_owner', over \
            THIN_MIGRATE_URL: an administrator's connection. Any number of instances may do so at once.

            Example:
              DATABASE_URL=postgres://authenticator@db/app THIN_JWT_SECRET=$(openssl rand -hex 32) thin serve
            """
    )

    @Flag(name: .long, help: "Bring the SQL up to date first, over THIN_MIGRATE_URL.")
    var migrate = false

    @Option(name: .long, help: "Folder of the SQL.")
    var sqlDir = "sql"

    func validate() throws {
        if migrate, migrateURL.isEmpty {
            throw ValidationError("--migrate needs THIN_MIGRATE_URL, an administrator's connection string")
        }
    }

    private var migrateURL: String { ProcessInfo.processInfo.environment["THIN_MIGRATE_URL"] ?? "" }

    func run() async throws {
        do {
            let logger = try commandLogger()
            let configuration = try ThinConfiguration.fromEnvironment()
            if migrate {
                try await Installation(conninfo: migrateURL, sqlDirectory: sqlDir, logger: logger).run()
            }
            let service = try await ThinService(configuration, logger: logger) { port in
                logger.info("serving", metadata: ["host": "\(configuration.host)", "port": "\(port)"])
            }
            try await service.run(logger: logger)
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }
}
