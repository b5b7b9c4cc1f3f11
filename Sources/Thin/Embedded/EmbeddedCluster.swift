internal import Foundation

/// A private PostgreSQL: on a unix socket and the loopback interface, with passwords, and durable.
struct EmbeddedCluster: Sendable {
    let layout: ClusterLayout
    let secrets: Secrets
    /// Port on the loopback interface and in the socket's name.
    let port: Int
    private let binaries: String

    /// The database that Thin's SQL is installed in.
    static let database = "thin"
    /// Seconds that starting, with recovery, and stopping may take.
    static let patienceSeconds = 120

    /// Makes the cluster if need be and starts it.
    ///
    /// - Parameters:
    ///   - path: The folder asked for.
    ///   - port: The port asked for; another one if it is taken.
    ///   - reset: Whether to begin with nothing.
    /// - Throws: `EmbeddedError`.
    static func start(in path: String, port: Int, reset: Bool) async throws -> EmbeddedCluster {
        var layout = try await ClusterLayout.prepare(path)
        if reset {
            try await stopLeftOver(in: layout)
            try layout.remove()
            layout = try await ClusterLayout.prepare(path)
        }
        let version = try await version(of: layout)
        let binaries = try ServerBinaries.installed().folder(forVersion: version, of: layout.data)
        let secrets = try Secrets.kept(at: layout.secrets)
        if version == nil { try await initialise(layout, secrets, binaries) }
        try await stopLeftOver(in: layout)
        let cluster = EmbeddedCluster(
            layout: layout, secrets: secrets, port: FreePort.preferring(port), binaries: binaries)
        try await cluster.startServer()
        return cluster
    }

    /// Stops it: sessions end, nothing committed is lost.
    func stop() async throws {
        try await pgctl(["stop", "-m", "fast"]).succeed()
    }

    /// Whether the server's process is there.
    func isRunning() async -> Bool {
        (try? await pgctl(["status"]).run().isSuccess) == true
    }

    /// Starts the server; one that was killed recovers first. Processes it left behind may need a moment to end.
    func startServer() async throws {
        let settings = [
            "listen_addresses": "127.0.0.1", "port": String(port), "unix_socket_directories": layout.sockets,
            "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "200",
            "shared_buffers": "256MB", "max_wal_size": "4GB", "password_encryption": "scram-sha-256",
            "log_line_prefix": "'%m [%p] '", "log_min_error_statement": "panic",
        ]
        let options = settings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\($0.value)" }.joined(separator: " ")
        var failure: any Error = EmbeddedError.noServer
        for _ in 0..<10 {
            do {
                try await pgctl(["start", "-l", layout.log, "-o", options]).succeed()
                return
            } catch {
                failure = error
                try await Task.sleep(for: .seconds(1))
            }
        }
        let log = (try? String(contentsOfFile: layout.log, encoding: .utf8))?.suffix(2000) ?? ""
        throw EmbeddedError.failed("\(failure)", String(log))
    }

    /// For tools: the superuser, over TCP.
    var superuserURL: String {
        "postgresql://postgres:\(secrets.superuserPassword)@127.0.0.1:\(port)/\(Self.database)"
    }

    /// The superuser's connection to a database, over the socket.
    func superuserConninfo(database: String) -> String {
        "host=\(layout.sockets) port=\(port) user=postgres password=\(secrets.superuserPassword) dbname=\(database)"
    }

    /// The service's connection.
    var serviceConninfo: String {
        "host=\(layout.sockets) port=\(port) user=authenticator password=\(secrets.authenticatorPassword) "
            + "dbname=\(Self.database)"
    }

    private func pgctl(_ arguments: [String]) -> ShellCommand {
        Self.pgctl(arguments, layout, binaries)
    }

    private static func pgctl(_ arguments: [String], _ layout: ClusterLayout, _ binaries: String) -> ShellCommand {
        ShellCommand(
            path: "\(binaries)/pg_ctl", arguments: arguments + ["-D", layout.data, "-w", "-t", String(patienceSeconds)])
    }

    /// The major version in a data directory; nil for an empty one.
    private static func version(of layout: ClusterLayout) async throws -> String? {
        let files = FileManager.default
        if let bytes = files.contents(atPath: "\(layout.data)/PG_VERSION") {
            return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let isEmpty = ((try? files.contentsOfDirectory(atPath: layout.data)) ?? []).isEmpty
        guard isEmpty else { throw EmbeddedError.notACluster(directory: layout.data) }
        return nil
    }

    private static func initialise(_ layout: ClusterLayout, _ secrets: Secrets, _ binaries: String) async throws {
        let password = "\(layout.sockets)/password"
        _ = FileManager.default.createFile(
            atPath: password, contents: Data(secrets.superuserPassword.utf8), attributes: [.posixPermissions: 0o644])
        defer { try? FileManager.default.removeItem(atPath: password) }
        try await ShellCommand(
            path: "\(binaries)/initdb",
            arguments: [
                "-D", layout.data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8",
                "--locale", "C.UTF-8", "--data-checksums",
            ]
        ).succeed()
    }

    /// Stops a server whose Thin was killed.
    private static func stopLeftOver(in layout: ClusterLayout) async throws {
        guard let version = try? await version(of: layout) else { return }
        guard let binaries = try? ServerBinaries.installed().folder(forVersion: version, of: layout.data) else {
            return
        }
        if try await pgctl(["status"], layout, binaries).run().isSuccess {
            try await pgctl(["stop", "-m", "fast"], layout, binaries).succeed()
        }
    }
}
