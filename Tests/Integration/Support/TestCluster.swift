import Foundation

/// A PostgreSQL server that tests run against.
///
/// The shared one is named by `THIN_TEST_DATABASE_URL`. Tests that kill, stop or reconfigure a server start a
/// private one.
struct TestCluster: Sendable {
    /// What is missing for a test to run.
    struct Unavailable: Error, CustomStringConvertible {
        let description: String
    }

    /// Connects as superuser, to the database `postgres` or the one the URL names.
    let conninfo: String

    /// The server named by `THIN_TEST_DATABASE_URL`.
    static var shared: TestCluster {
        get throws {
            let name = "THIN_TEST_DATABASE_URL"
            guard let conninfo = ProcessInfo.processInfo.environment[name], !conninfo.isEmpty else {
                throw Unavailable(description: "set \(name) to a superuser's connection string; `make test` does")
            }
            return TestCluster(conninfo: conninfo)
        }
    }

    /// Starts a private server for `body` and removes it afterwards, whatever happens.
    ///
    /// - Parameters:
    ///   - content: What there is on it.
    ///   - settings: Lines for `postgresql.conf`.
    static func withPrivate<R: Sendable>(
        with content: ClusterTemplate.Content = .nothing, settings: [String] = [],
        _ body: (PrivateCluster) async throws -> R
    ) async throws -> R {
        let template = try await ClusterTemplate.shared.data(with: content)
        let cluster = try await PrivateCluster.create(settings: settings, copying: template)
        do {
            try await cluster.start()
            if template == nil, content == .thin { try await ThinTemplate.install(into: cluster.conninfo) }
            let value = try await body(cluster)
            await cluster.remove()
            return value
        } catch {
            await cluster.remove()
            throw error
        }
    }

    /// The same server, connecting to another database.
    func conninfo(database name: String) -> String {
        Self.conninfo(conninfo, adding: ["dbname": name])
    }

    /// Adds settings to a connection string, where later ones win.
    static func conninfo(_ conninfo: String, adding settings: KeyValuePairs<String, String>) -> String {
        var text = conninfo
        for (key, value) in settings {
            if text.contains("://") {
                let escaped = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
                text += "\(text.contains("?") ? "&" : "?")\(key)=\(escaped)"
            } else {
                let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
                text += " \(key)='\(escaped)'"
            }
        }
        return text
    }
}
