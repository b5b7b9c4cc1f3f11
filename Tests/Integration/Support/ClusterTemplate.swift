import Foundation

/// Data of private servers, made once and copied from then on: `initdb` and the installation of Thin's SQL keep a
/// processor busy for seconds.
///
/// Only where somebody throws them away when all tests are over: in the folder that `THIN_TEST_CLUSTERS` names.
actor ClusterTemplate {
    /// What a server has when a test gets it.
    enum Content: Sendable {
        /// What `initdb` makes.
        case nothing
        /// Thin's SQL in the database `postgres`.
        case thin
    }

    static let shared = ClusterTemplate()

    private let folder = ProcessInfo.processInfo.environment["THIN_TEST_CLUSTERS"]
    private var making: [Content: Task<String, any Error>] = [:]

    /// The data directory to copy, of a server that was stopped in peace; nil where none is kept.
    func data(with content: Content) async throws -> String? {
        guard let folder else { return nil }
        let task = making[content] ?? Task { try await Self.make(content, in: folder) }
        making[content] = task
        return try await task.value
    }

    private static func make(_ content: Content, in folder: String) async throws -> String {
        switch content {
        case .nothing:
            let data = "\(folder)/data"
            try await PrivateCluster.initialise(data)
            return data
        case .thin:
            let cluster = try await PrivateCluster.create(settings: [], in: folder)
            try await cluster.start()
            try await ThinTemplate.install(into: cluster.conninfo)
            try await cluster.stop()
            return cluster.path("data")
        }
    }
}
