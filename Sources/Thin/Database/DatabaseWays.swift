internal import Configuration

/// How the database is reached beside its connection string.
public struct DatabaseWays: Sendable {
    /// Whether statements are prepared under names; a pooler that gives another server to each transaction loses them.
    public var preparesStatements = true
    /// Where to listen for notifications, past such a pooler; empty for where everything else goes, or nowhere behind one.
    public var listenURL = ""
    /// A standby that is read where that may be a moment behind; empty for none.
    public var standbyURL = ""
    /// What is read there: names of views.
    public var standbyViews: Set<String> = []

    /// As if nothing were set.
    public init() {}

    /// Reads `THIN_PREPARED_STATEMENTS`, `THIN_LISTEN_URL`, `THIN_STANDBY_URL` and `THIN_STANDBY_VIEWS`.
    ///
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    static func fromEnvironment() throws(ConfigurationError) -> DatabaseWays {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        var ways = DatabaseWays()
        switch environment.string(forKey: "thin.prepared.statements", default: "on") {
        case "", "on": break
        case "off": ways.preparesStatements = false
        default: throw ConfigurationError(variable: "THIN_PREPARED_STATEMENTS", rule: "is on or off")
        }
        ways.listenURL = environment.string(forKey: "thin.listen.url", isSecret: true, default: "")
        ways.standbyURL = environment.string(forKey: "thin.standby.url", isSecret: true, default: "")
        let views = environment.string(forKey: "thin.standby.views", default: "")
        ways.standbyViews = Set(views.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty })
        guard ways.standbyURL.isEmpty == ways.standbyViews.isEmpty else {
            throw ConfigurationError(
                variable: ways.standbyURL.isEmpty ? "THIN_STANDBY_URL" : "THIN_STANDBY_VIEWS",
                rule: "is set as well: a standby, and the views that are read there")
        }
        return ways
    }
}
