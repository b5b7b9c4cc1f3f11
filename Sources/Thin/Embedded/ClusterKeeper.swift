internal import ServiceLifecycle

/// Keeps the private cluster running: starts it again when it died, stops it when the service has shut down.
struct ClusterKeeper: Service {
    /// Time between two looks.
    static let interval: Duration = .seconds(1)

    let cluster: EmbeddedCluster
    let observe: @Sendable (Observation) -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                if Task.isCancelled { break }
                if await !self.cluster.isRunning(), !Task.isCancelled {
                    try await self.cluster.startServer()
                    self.observe(.clusterRestarted)
                }
            }
        }
    }
}
