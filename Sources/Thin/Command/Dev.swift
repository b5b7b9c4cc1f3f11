import ArgumentParser
import Foundation
import Thin

/// `thin dev`
struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a private PostgreSQL, migrates, seeds and serves.",
        discussion: """
            With --json the first line on standard output, once ready, is \
            {"api_url","db_url","anon_key","service_role_key","jwt_secret"}. SIGTERM and Ctrl-C stop both. As root, \
            PostgreSQL runs as user postgres.

            People who sign up are in at once, without a mail, and links lead to http://127.0.0.1:3000, until \
            identity.settings is changed. Without SMTP_URL mail is kept: thin dev mail shows it.

            Example:
              thin dev --port 54321 --data-dir .thin --json
            """,
        subcommands: [DevMail.self]
    )

    @Option(name: .long, help: "Port to listen on; 0 for any free one.")
    var port: Int?

    @Option(name: .long, help: "Port for PostgreSQL; another one if it is taken.")
    var dbPort = 54322

    @Option(name: .long, help: "Folder that keeps the cluster.")
    var dataDir = ".thin"

    @Option(name: .long, help: "Folder of the SQL.")
    var sqlDir = "sql"

    @Flag(name: .long, help: "Begin with nothing: deletes the cluster's data.")
    var reset = false

    @Flag(name: .long, help: "Print how to reach it as JSON.")
    var json = false

    func validate() throws {
        guard (0...65_535).contains(port ?? 0), (1...65_535).contains(dbPort) else {
            throw ValidationError("a port is 0 to 65535")
        }
    }

    func run() async throws {
        do {
            let logger = try commandLogger()
            let environment = ProcessInfo.processInfo.environment
            let number = { (name: String) in environment[name].flatMap { Int($0) } }
            let json = json
            let server = DevelopmentServer(
                .init(
                    host: environment["THIN_HOST"] ?? "127.0.0.1", port: port ?? number("THIN_PORT") ?? 54321,
                    databasePort: dbPort, dataDirectory: dataDir, sqlDirectory: sqlDir, reset: reset,
                    poolSize: number("THIN_POOL_SIZE") ?? 16, gather: environment["THIN_GATHER"]),
                logger: logger)
            try await server.run { access in Self.show(access, asJSON: json) }
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }

    private static func show(_ access: DevelopmentServer.Access, asJSON: Bool) {
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            guard let line = try? encoder.encode(access) else { return }
            FileHandle.standardOutput.write(line + Data("\n".utf8))
        } else {
            let text = """
                API      \(access.apiURL)
                Database \(access.databaseURL)
                anon key         \(access.anonKey)
                service_role key \(access.serviceRoleKey)

                """
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }
}
