internal import Foundation

/// The installed PostgreSQL servers.
struct ServerBinaries: Sendable {
    /// Oldest version that Thin's SQL runs on.
    static let versionMin = 15

    /// Folders of programs by major version.
    let folders: [Int: String]

    /// Looks where Debian, Homebrew and `pg_config` put them.
    static func installed() -> ServerBinaries {
        var folders: [Int: String] = [:]
        let roots = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"]
        for root in roots {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
                let version = name.hasPrefix("postgresql@") ? String(name.dropFirst("postgresql@".count)) : name
                let folder = "\(root)/\(name)/bin"
                if let major = Int(version), FileManager.default.isExecutableFile(atPath: "\(folder)/postgres") {
                    folders[major] = folder
                }
            }
        }
        return ServerBinaries(folders: folders)
    }

    /// The folder to run a data directory with: that of its own version, or the newest for a new one.
    ///
    /// - Throws: `EmbeddedError` when there is none.
    func folder(forVersion version: String?, of directory: String) throws(EmbeddedError) -> String {
        let supported = folders.filter { $0.key >= Self.versionMin }
        guard let newest = supported.max(by: { $0.key < $1.key }) else { throw .noServer }
        guard let version else { return newest.value }
        guard let major = Int(version), let folder = supported[major] else {
            throw .otherVersion(
                directory: directory, version: version, installed: supported.keys.sorted().map { String($0) })
        }
        return folder
    }
}
