import ArgumentParser
import Logging
import Thin

/// `thin serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves an existing database.",
        discussion: """
            Reads DATABASE_URL (else libpq's PG* variables), THIN_HOST, THIN_PORT, THIN_JWT_SECRET, \
            THIN_POOL_SIZE and THIN_GATHER (off: calls that arrive while others commit go out one by one). The login is \
            the role authenticator, never a superuser.

            Signing in: THIN_API_URL (where clients reach it), THIN_JWT_KEYS (keys of users' tokens, a JSON array, the \
            first private one signs), SMTP_URL (smtp://user:password@host:587 or smtps://…) and MAIL_FROM.

            Example:
              DATABASE_URL=postgres://authenticator@db/app THIN_JWT_SECRET=$(openssl rand -hex 32) thin serve
            """
    )

    func run() async throws {
        let logger = commandLogger()
        do {
            let configuration = try ThinConfiguration.fromEnvironment()
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
