internal import HTTPTypes
package import Postgres

/// Whether requests can be served: the database answers, and its schema is the one this build knows, or the one of the
/// release before or after: services and schema are never replaced at the same moment.
package struct Readiness: Sendable {
    let pool: ConnectionPool
    let catalogue: CatalogueCache

    package init(pool: ConnectionPool, catalogue: CatalogueCache) {
        self.pool = pool
        self.catalogue = catalogue
    }

    /// A probe that takes longer is answered as if it had failed.
    static let patience: Duration = .seconds(2)

    /// - Returns: The answer's body, which says so where the schema is another than this build knows.
    /// - Throws: `Problem` 503 saying what is missing.
    package func check(requestID: String) async throws -> String {
        try await withThrowingTaskGroup(of: String.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await probe() }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw Self.notReady("database can't be reached", nil)
            }
            return try await group.next() ?? Self.ready
        }
    }

    private static let ready = #"{"status":"ready"}"#

    private func probe() async throws(Problem) -> String {
        let version: String
        do throws(PostgresError) {
            // A database that is somebody else's has no version.
            if try await catalogue.current().schemaVersion.isEmpty, !catalogue.servesOwnSchema { return Self.ready }
            version = try await pool.query("select ops.schema_version()").text(0, 0) ?? ""
        } catch {
            switch error.state {
            case "3F000", "42P01", "42883", "42501": throw Self.notReady("schema is not installed", "run migrator up")
            default: throw Self.notReady("database can't be reached", nil)
            }
        }
        // Installed since it was read, by somebody who notified nobody.
        if catalogue.snapshot?.schemaVersion != version { _ = try? await catalogue.reload() }
        switch version {
        case Catalogue.knownSchemaVersion: return Self.ready
        case Catalogue.previousSchemaVersion: return Self.ready(on: version, "the schema is one version behind")
        default:
            // A newer schema knows whom it still serves; an older one has no such function, or names others.
            let served = try? await pool.query("select ops.previous_schema_version()").text(0, 0)
            guard served == Catalogue.knownSchemaVersion else {
                throw Self.notReady(
                    "schema is \(version)", "run migrator up so that it is \(Catalogue.knownSchemaVersion)")
            }
            return Self.ready(on: version, "the schema is one version ahead")
        }
    }

    private static func ready(on version: String, _ notice: String) -> String {
        JSONText.object([
            ("status", "ready"), ("schema", version), ("known", Catalogue.knownSchemaVersion), ("notice", notice),
        ])
    }

    private static func notReady(_ details: String, _ hint: String?) -> Problem {
        Problem(.serviceUnavailable, "PGRST002", "not ready", details: details, hint: hint, headers: [.retryAfter: "1"])
    }
}
