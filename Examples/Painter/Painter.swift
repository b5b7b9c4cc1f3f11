import Credits
import Foundation
import Hummingbird
import Postgres

/// Paints for credits: `POST /paintings?user=<id>` holds what a painting costs at most, paints, and charges what it took.
@main
struct Painter {
    static func main() async throws {
        // DATABASE_URL names a login that is a member of service_role.
        let pool = ConnectionPool(
            PoolConfiguration(
                target: ConnectionTarget(
                    conninfo: ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "", applicationName: "painter",
                    connectTimeout: .seconds(5))))
        let router = Router()
        router.post("/paintings") { request, _ in
            let userID = try request.uri.queryParameters.require("user", as: UUID.self)
            do {
                return try await paint(for: userID, Ledger(pool))
            } catch CreditsError.insufficientCredits {
                throw HTTPError(.init(code: 402))
            } catch CreditsError.notFound {
                throw HTTPError(.notFound)
            }
        }
        let port = ProcessInfo.processInfo.environment["PORT"].flatMap { Int($0) } ?? 8080
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
            .runService()
    }

    /// If painting fails, nothing is charged.
    static func paint(for userID: UUID, _ ledger: Ledger) async throws -> String {
        try await ledger.withReservation(for: userID, amount: 10, jobType: "image") { _ in
            let strokes = Int.random(in: 100...900)
            try await Task.sleep(for: .milliseconds(strokes))
            return ("A lighthouse in \(strokes) strokes\n", cost: Decimal(strokes) / 100)
        }
    }
}
