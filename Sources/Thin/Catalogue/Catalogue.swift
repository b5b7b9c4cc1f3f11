/// What the exposed schemas offer, as read from the database's own catalogue. Names in a request are looked up here.
package struct Catalogue: Sendable {
    /// A registered error.
    package struct RegisteredError: Sendable {
        package let status: Int
        package let message: String
        package let isRetryable: Bool
    }

    /// By schema and name; overloads in the order of their making.
    package var functions: [RelationName: [Function]] = [:]
    package var relations: [RelationName: Relation] = [:]
    /// By the relation they start at.
    package var relationships: [RelationName: [Relationship]] = [:]
    /// By schema: types that may be cast to, by the name that a request uses, as SQL writes them.
    package var types: [String: [String: String]] = [:]
    /// Names of time zones, for a request that names one.
    package var timezones: Set<String> = []
    /// By role: settings that its requests run under.
    package var roleSettings: [String: [RoleSetting]] = [:]
    /// Comments on the schemas.
    package var comments: [String: String] = [:]
    package var errors: [String: RegisteredError] = [:]
    /// What is limited in how often it may be asked for: kinds and names of `ops.rate_limits`.
    package var limited: Set<String> = []
    /// What `ops.schema_version()` answers; empty where Thin's SQL isn't installed.
    package var schemaVersion = ""

    /// The schema whose functions and views clients see unless told otherwise.
    package static let schema = "api"
    /// The schema this build was made for; a test compares it with sql/migrations.
    package static let knownSchemaVersion = "20261122010320"

    /// The schema of the release before, on which this build runs too until it is migrated.
    package static let previousSchemaVersion = "20261121010120"

    /// Whether errors in a schema are the registry's and say nothing else, and arguments are taken as they are written.
    /// So it is where Thin's own SQL lives; any other schema is served as PostgREST would.
    package func isStrict(_ schema: String) -> Bool {
        schema == Self.schema && !schemaVersion.isEmpty
    }
}

extension Catalogue {
    /// A setting of a role, made for each of its requests.
    package struct RoleSetting: Sendable {
        package let name: String
        package let value: String
    }
}
