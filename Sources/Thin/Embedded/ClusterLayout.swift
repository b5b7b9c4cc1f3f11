internal import Crypto
internal import Foundation

/// Where a private cluster keeps its files.
struct ClusterLayout: Sendable {
    /// What was asked for: holds the secrets, and the data or a link to it.
    let home: String
    /// PostgreSQL's data directory.
    let data: String
    /// Where its socket is; short, because a socket's path may have 107 bytes at most.
    let sockets: String
    /// What the server prints.
    var log: String { "\(data)/server.log" }
    var secrets: String { "\(home)/secrets.json" }

    /// Where root's clusters live when their folder is out of reach for the user that runs PostgreSQL, such as
    /// anywhere below /root.
    static let reachableRoot = "/var/lib/thin"

    /// Makes the folders.
    ///
    /// - Parameter path: As asked for.
    /// - Throws: When they can't be made.
    static func prepare(_ path: String) async throws -> ClusterLayout {
        let home = URL(fileURLWithPath: path).standardizedFileURL.path
        let files = FileManager.default
        try files.createDirectory(atPath: home, withIntermediateDirectories: true)
        let digest = SHA256.hash(data: Data(home.utf8)).prefix(6).map { String($0, radix: 16) }.joined()
        let sockets = "/tmp/thin-\(digest)"
        try files.createDirectory(
            atPath: sockets, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var data = "\(home)/postgres"
        if geteuid() == 0 {
            if try await !isReachable(home) {
                let elsewhere = "\(reachableRoot)/\(digest)"
                try files.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
                if (try? files.destinationOfSymbolicLink(atPath: data)) == nil {
                    try files.createSymbolicLink(atPath: data, withDestinationPath: elsewhere)
                }
                data = elsewhere
            } else {
                try files.createDirectory(atPath: data, withIntermediateDirectories: true)
            }
            for folder in [data, sockets] { try hand(folder, to: ShellCommand.serverUser) }
        }
        return ClusterLayout(home: home, data: data, sockets: sockets)
    }

    /// Deletes the data and the secrets.
    func remove() throws {
        for path in [data, "\(home)/postgres", secrets]
        where (try? FileManager.default.attributesOfItem(atPath: path)) != nil {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    private static func isReachable(_ folder: String) async throws -> Bool {
        try await ShellCommand(path: "/usr/bin/test", arguments: ["-x", folder]).run().isSuccess
    }

    private static func hand(_ folder: String, to user: String) throws {
        guard let entry = getpwnam(user) else { throw EmbeddedError.noServer }
        guard chown(folder, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
            throw EmbeddedError.cannotRun("chown \(folder)")
        }
    }
}
