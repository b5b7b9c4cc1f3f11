internal import HTTPTypes
package import Postgres

/// Whether requests can be served: the database answers, and its schema is the one this build knows.
package struct Readiness: Sendable {
    let pool: ConnectionPool
    let catalogue: CatalogueCache

    package init(pool: ConnectionPool, catalogue: CatalogueCache) {
        self.pool = pool
        self.catalogue = catalogue
    }

    /// A probe that takes longer is answered as if it had failed.
    static let patience: Duration = .seconds(2)

    /// - Throws: `Problem` 503 saying what is missing.
    package func check(requestID: String) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await probe() }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw Self.notReady("database can't be reached", nil)
            }
            try await group.next()
        }
    }

    private func probe() async throws(Problem) {
        let version: String
        do throws(PostgresError) {
            // A database that is somebody else's has no version.
            if try await catalogue.current().schemaVersion.isEmpty, !catalogue.servesOwnSchema { return }
            version = try await pool.query("select ops.schema_version()").text(0, 0) ?? ""
        } catch {
            switch error.state {
            case "3F000", "42P01", "42883", "42501": throw Self.notReady("schema is not installed", "run migrator up")
            default: throw Self.notReady("database can't be reached", nil)
            }
        }
        // Installed since it was read, by somebody who notified nobody.
        if catalogue.snapshot?.schemaVersion != version { _ = try? await catalogue.reload() }
        guard version == Catalogue.knownSchemaVersion else {
            throw Self.notReady("schema is \(version)", "run migrator up so that it is \(Catalogue.knownSchemaVersion)")
        }
    }

    private static func notReady(_ details: String, _ hint: String?) -> Problem {
        Problem(.serviceUnavailable, "PGRST002", "not ready", details: details, hint: hint, headers: [.retryAfter: "1"])
    }
}
