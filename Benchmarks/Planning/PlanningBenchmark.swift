import Foundation
import HTTPTypes
import Postgres
import Thin

/// How long it takes to understand a request, from its query string to its statement. Prints one line a request:
/// microseconds, then the request. DATABASE_URL names the database.
@main
struct PlanningBenchmark {
    /// How often each request is planned; the first rounds only warm up.
    private static let rounds = 20_000, warmUpRounds = 2_000

    static func main() async throws {
        let pool = ConnectionPool(
            PoolConfiguration(
                target: ConnectionTarget(
                    conninfo: ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "",
                    applicationName: "planning benchmark", connectTimeout: .seconds(5))))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            let catalogue = try await Catalogue.load(from: pool, extraSchemas: ["public"])
            for (method, path, query, body) in requests {
                let microseconds = try measure(catalogue) {
                    RESTRequest(
                        method: method, path: try ResourcePath(path), query: try FormQuery.parse(query),
                        headers: [.accept: "*/*"], body: Array(body.utf8))
                }
                let shown = "\(method) \(path)\(query.isEmpty ? "" : "?")\(query)"
                print(String(format: "%.1f", microseconds), shown)
            }
            await pool.shutdown()
            group.cancelAll()
        }
    }

    private static let requests: [(HTTPRequest.Method, path: String, query: String, body: String)] = [
        (.get, "/balance", "", ""),
        (.get, "/credit_usage", "select=id,credits_used,status&status=eq.confirmed&order=created_at.desc&limit=20", ""),
        (
            .post, "/rpc/reserve", "",
            #"{"user_id":"00000000-0000-0000-0000-000000000000","amount":1.5,"job_type":"image"}"#
        ),
    ]

    /// - Returns: Microseconds a request.
    private static func measure(
        _ catalogue: Catalogue, _ request: () throws -> RESTRequest
    ) throws -> Double {
        let configuration = RESTConfiguration()
        var length = 0
        func run(_ count: Int) throws -> Duration {
            try ContinuousClock().measure {
                for _ in 0..<count {
                    let prepared = try RequestPlanner(
                        try request(), in: catalogue, configuration, showsPlans: false
                    ).prepare()
                    length &+= prepared.statement.query.text.utf8.count
                }
            }
        }
        _ = try run(warmUpRounds)
        let taken = try run(rounds)
        precondition(length > 0)
        return taken / .microseconds(1) / Double(rounds)
    }
}
