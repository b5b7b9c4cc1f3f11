import Foundation
import Synchronization

/// A server of a test's own, in a temporary directory, to be killed and started again.
struct PrivateCluster: Sendable {
    /// Holds data, log and socket.
    let directory: String
    /// Loopback port; also the socket's number.
    let port: Int
    private let binaries: String

    /// Connects as superuser over the loopback interface.
    var conninfo: String { "host=127.0.0.1 port=\(port) user=postgres dbname=postgres" }

    /// Connects as superuser over the Unix socket.
    var socketConninfo: String { "host=\(directory) port=\(port) user=postgres dbname=postgres" }

    /// Makes a cluster without starting it.
    ///
    /// - Parameters:
    ///   - settings: Lines for `postgresql.conf`.
    ///   - template: Data of a stopped server to copy; nil for what `initdb` makes.
    ///   - folder: Where its directory is made.
    static func create(
        settings: [String], copying template: String? = nil, in folder: String = "/tmp"
    ) async throws -> PrivateCluster {
        let directory = try await Shell.runAsServer("mktemp", ["-d", "\(folder)/thin-cluster.XXXXXX"])
        let cluster = PrivateCluster(directory: directory, port: try freePort(), binaries: try await binaries())
        do {
            var source = template
            if source == nil { source = try await ClusterTemplate.shared.data(with: .nothing) }
            if let source {
                try await Shell.runAsServer("cp", ["-a", source, cluster.path("data")])
            } else {
                try await initialise(cluster.path("data"))
            }
            // Of a line that the template has, too, the last one counts.
            try await cluster.configure(
                [
                    "port = \(cluster.port)", "listen_addresses = '127.0.0.1'", "fsync = off",
                    "unix_socket_directories = '\(directory)'", "shared_buffers = '16MB'",
                    "dynamic_shared_memory_type = mmap",
                ] + settings)
        } catch {
            await cluster.remove()
            throw error
        }
        return cluster
    }

    /// Makes a data directory.
    static func initialise(_ data: String) async throws {
        try await Shell.runAsServer(
            "\(try await binaries())/initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
    }

    private static func binaries() async throws -> String {
        try await Shell.run("pg_config", ["--bindir"])
    }

    /// Full path of something in the directory.
    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Adds lines to `postgresql.conf`; they count from the next start.
    func configure(_ settings: [String]) async throws {
        let lines = settings.joined(separator: "\n")
        try await Shell.runAsServer(
            "sh", ["-c", "printf '%s\\n' \"$0\" >> \"$1\"", lines, path("data/postgresql.conf")])
    }

    /// Starts the server and waits until it takes connections.
    func start() async throws {
        do {
            try await run("pg_ctl", ["-D", path("data"), "-l", path("log"), "-w", "-s", "start"])
        } catch {
            let log = (try? await Shell.runAsServer("tail", ["-20", path("log")])) ?? ""
            throw TestCluster.Unavailable(description: "\(error)\n\(log)")
        }
    }

    /// Stops the server at once, disconnecting everyone with a farewell (`57P01`).
    func stop() async throws {
        try await run("pg_ctl", ["-D", path("data"), "-m", "fast", "-w", "-s", "stop"])
    }

    /// Kills the postmaster and all backends without a word, as a crash of the machine would.
    func crash() async throws {
        let postmaster = try await postmaster()
        let children = (try? await Shell.run("pgrep", ["-P", String(postmaster)])) ?? ""
        let pids = [postmaster] + children.split(separator: "\n").compactMap { Int32($0) }
        // First stopped, so that the postmaster can't tell the backends anything.
        for pid in pids { kill(pid, SIGSTOP) }
        for pid in pids { kill(pid, SIGKILL) }
        while pids.contains(where: { kill($0, 0) == 0 }) { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// Process id of the running server.
    func postmaster() async throws -> Int32 {
        let text = try await Shell.runAsServer("head", ["-1", path("data/postmaster.pid")])
        // A negative number is that of a single-user process, and would address a group of processes.
        guard let pid = Int32(text), pid > 1 else {
            throw TestCluster.Unavailable(description: "no postmaster runs")
        }
        return pid
    }

    /// Stops the server and deletes everything.
    func remove() async {
        _ = try? await run("pg_ctl", ["-D", path("data"), "-m", "immediate", "-w", "-s", "stop"])
        _ = try? await Shell.runAsServer("rm", ["-rf", directory])
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        try await Shell.runAsServer("\(binaries)/\(program)", arguments)
    }

    /// A port nobody listens on now, given to no other test of this process.
    ///
    /// It lies below the range from which systems take ports for outgoing connections, which would take it back.
    static func freePort() throws -> Int {
        for _ in 0..<1000 {
            let port = Int.random(in: 20_000..<32_000)
            if givenPorts.withLock({ $0.insert(port).inserted }), isFree(port) { return port }
        }
        throw TestCluster.Unavailable(description: "no free port")
    }

    private static let givenPorts = Mutex<Set<Int>>([])

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, streamType, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    #if os(Linux)
        private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
        private static let streamType = SOCK_STREAM
    #endif
}
