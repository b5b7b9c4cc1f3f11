internal import Foundation
internal import Postgres

/// A PostgreSQL that recovers a restored data directory, and that nobody else can reach: on a socket in a folder of its
/// own. What the data directory says of archiving, listening and libraries doesn't count, so that it does nothing to what
/// the server it comes from still uses.
struct RecoveringServer: Sendable {
    /// Longest that it may take to begin recovering.
    static let secondsToStart = 600
    /// Time between two looks.
    static let interval: Duration = .milliseconds(100)

    /// Where its programs are.
    let programs: String
    /// The data directory.
    let folder: String
    /// Holds socket, configuration and log.
    let workshop: String
    /// What fetches WAL: `restore_command`.
    let fetching: String
    /// Where it stops; at the end of the archive without.
    let moment: RestoreMoment?

    private var log: String { "\(workshop)/log" }

    /// Connects to a database as superuser.
    func target(database: String) -> ConnectionTarget {
        ConnectionTarget(
            conninfo: "host=\(workshop) port=5432 user=postgres dbname=\(database)", applicationName: "thin restore",
            connectTimeout: ThinService.connectTimeout)
    }

    /// Starts it and waits until it has recovered.
    ///
    /// - Throws: `BackupError.endsEarlier`, or `.recoveryFailed`.
    func recover() async throws {
        let files = FileManager.default
        for (path, text) in [
            ("\(workshop)/postgresql.conf", ""), ("\(workshop)/pg_hba.conf", "local all all trust\n"),
            ("\(workshop)/pg_ident.conf", ""), ("\(folder)/recovery.signal", ""),
        ] where !files.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) {
            throw BackupError.unwritable(path, "it can't be made")
        }
        let options = try await settings().sorted { $0.key < $1.key }
            .map { "-c \(Self.quoted("\($0.key)=\($0.value)"))" }.joined(separator: " ")
        let start = pgctl(["start", "-w", "-t", String(Self.secondsToStart), "-l", log, "-o", options])
        guard try await start.run().isSuccess else { throw failure() }
        while try await !hasRecovered() { try await Task.sleep(for: Self.interval) }
    }

    /// When what was committed last was committed, as the server's log has it; nil without commits.
    var lastCommit: String? { logged(/last completed transaction was at log time (\S+ \S+)/) }

    /// Stops it; everything is on the disk.
    func stop() async throws {
        try await pgctl(["stop", "-m", "fast", "-w"]).succeed()
    }

    /// Whether it takes connections; it does once it is a server of its own.
    private func hasRecovered() async throws -> Bool {
        do throws(PostgresError) {
            let connection = try await Connection.connect(to: target(database: "postgres"))
            await connection.close()
            return true
        } catch {
            guard try await pgctl(["status"]).run().isSuccess else { throw failure() }
            return false
        }
    }

    private func failure() -> BackupError {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        if let moment, text.contains("recovery ended before configured recovery target was reached") {
            return .endsEarlier(moment: moment.description, last: lastCommit)
        }
        return .recoveryFailed(String(text.suffix(2000)))
    }

    private func logged(_ pattern: Regex<(Substring, Substring)>) -> String? {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.matches(of: pattern).last.map { String($0.output.1) }
    }

    private func settings() async throws -> [String: String] {
        var settings = [
            "config_file": "\(workshop)/postgresql.conf", "hba_file": "\(workshop)/pg_hba.conf",
            "ident_file": "\(workshop)/pg_ident.conf", "listen_addresses": "", "port": "5432",
            "unix_socket_directories": workshop, "external_pid_file": "", "logging_collector": "off",
            "log_destination": "stderr", "lc_messages": "C", "log_timezone": "UTC", "log_min_messages": "warning",
            "ssl": "off", "shared_preload_libraries": "", "session_preload_libraries": "", "archive_mode": "off",
            "hot_standby": "off", "synchronous_standby_names": "", "restore_command": fetching,
            "recovery_target_action": "promote", "recovery_target_timeline": "latest",
        ]
        if let moment { settings["recovery_target_time"] = moment.description }
        return try await settings.merging(settingsOfOrigin()) { $1 }
    }

    /// What must not be less than on the server that the WAL comes from, as `pg_controldata` shows it.
    private func settingsOfOrigin() async throws -> [String: String] {
        let names = [
            "max_connections": "max_connections", "max_worker_processes": "max_worker_processes",
            "max_wal_senders": "max_wal_senders", "max_prepared_xacts": "max_prepared_transactions",
            "max_locks_per_xact": "max_locks_per_transaction",
        ]
        let shown = try await ShellCommand(
            path: "\(programs)/pg_controldata", arguments: [folder], environment: ["LC_ALL": "C"]
        ).run().output
        var found: [String: String] = [:]
        for match in shown.matches(of: /(\w+) setting: +(\d+)/) {
            if let name = names[String(match.output.1)] { found[name] = String(match.output.2) }
        }
        return found
    }

    private func pgctl(_ arguments: [String]) -> ShellCommand {
        ShellCommand(path: "\(programs)/pg_ctl", arguments: arguments + ["-D", folder])
    }

    /// For a shell, which pg_ctl starts the server by.
    static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }
}
