internal import Postgres

/// How the REST surface is set up; every value has PostgREST's meaning.
public struct RESTConfiguration: Sendable {
    /// How a request's transaction ends.
    public enum TransactionEnd: String, Sendable, CaseIterable {
        case commit
        case commitAllowOverride = "commit-allow-override"
        case rollback
        case rollbackAllowOverride = "rollback-allow-override"

        /// Whether a client may choose.
        var allowsOverride: Bool { self == .commitAllowOverride || self == .rollbackAllowOverride }
        var rollsBack: Bool { self == .rollback || self == .rollbackAllowOverride }
    }

    /// Below which path it is served, without a slash at its end; empty for the root.
    public var prefix = "/rest/v1"
    /// The schemas that are exposed; the first one is meant where a request names none.
    public var schemas = ["api"]
    /// Where else functions and types are looked for.
    public var extraSearchPath = ["public"]
    /// Whose rights a request without a token has; empty for none at all.
    public var anonRole = "anon"
    /// A function that runs before each request's statement, as `schema.name`; empty for none.
    public var preRequest = ""
    /// A client that could roll back would have a function's answer without its price, so it may not by default.
    public var transactionEnd = TransactionEnd.commit
    /// Most rows of an answer, and of everything embedded in it; nil for any number.
    public var rowsMax: Int? = 1000
    /// Whether anybody may see query plans, not only a trusted server.
    public var showsPlans = false
    /// Whether sums and the like may be asked for.
    public var allowsAggregates = false

    public init() {}

    /// `set search_path`'s value for a schema.
    func searchPath(_ schema: String) -> String {
        ([schema] + extraSearchPath).map { Identifier($0).quoted }.joined(separator: ", ")
    }
}
