internal import Postgres

/// What Prometheus gets at `/metrics`. A part that can't be had is left out, and a figure says so; the rest is there.
struct MetricsPage: Sendable {
    let registry: MetricsRegistry
    let access: MetricsAccess
    let pool: ConnectionPool
    let database: DatabaseFigures
    let connections: OpenConnections
    /// Calls of models that are under way.
    let running: @Sendable () -> Int
    /// The schema that the database has, as far as is known.
    let schema: @Sendable () -> String

    /// All figures.
    func text() async -> String {
        let figures = await database.families()
        var families = registry.families + own + ProcessFigures.families() + (figures ?? [])
        families.append(
            .gauge("thin_database_up", "Whether the database told its figures.", figures == nil ? 0 : 1))
        return families.sorted { $0.name < $1.name }.map(\.text).joined()
    }

    private var own: [MetricFamily] {
        let statistics = pool.statistics
        let states = [
            ("idle", statistics.idle), ("leased", statistics.leased), ("opening", statistics.opening),
        ]
        let versions = MetricFamily.labels([("schema", schema()), ("known", Catalogue.knownSchemaVersion)])
        return [
            MetricFamily(
                "thin_pool_connections", "Connections to the database, by state.", .gauge,
                states.map { .init(labels: MetricFamily.labels([("state", $0)]), value: String($1)) }),
            .gauge("thin_pool_waiting", "Callers that wait for a connection.", statistics.waiting),
            .gauge("thin_pool_size", "Most connections to the database.", pool.size),
            .gauge("thin_http_connections", "Connections of clients.", connections.count),
            .gauge("thin_http_connections_limit", "Most connections of clients.", connections.limit),
            .gauge("thin_http_requests_in_flight", "Requests that are being answered.", connections.requests),
            .gauge("thin_ai_calls_running", "Calls of models that are under way.", running()),
            MetricFamily(
                "thin_info", "The schema of the database, and the one that this service was built for.", .gauge,
                [.init(labels: versions, value: "1")]),
        ]
    }
}
