internal import Configuration

extension RESTConfiguration {
    /// Reads the process's environment.
    ///
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    static func fromEnvironment() throws(ConfigurationError) -> RESTConfiguration {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        return try read { environment.string(forKey: $0) }
    }

    /// Reads the `THIN_REST_` and `THIN_DB_` variables.
    ///
    /// - Parameter value: A variable's text, by its key.
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    static func read(_ value: (ConfigKey) -> String?) throws(ConfigurationError) -> RESTConfiguration {
        var configuration = RESTConfiguration()
        if let prefix = value("thin.rest.prefix") {
            configuration.prefix = String(prefix.reversed().drop { $0 == "/" }.reversed())
            guard configuration.prefix.isEmpty || configuration.prefix.hasPrefix("/"),
                !configuration.prefix.contains(":"),
                !configuration.prefix.contains("*"), !configuration.prefix.contains("{")
            else { throw ConfigurationError(variable: "THIN_REST_PREFIX", rule: "is a path such as /rest/v1, or /") }
        }
        if let schemas = value("thin.db.schemas") {
            configuration.schemas = names(schemas)
            guard !configuration.schemas.isEmpty else {
                throw ConfigurationError(variable: "THIN_DB_SCHEMAS", rule: "names schemas, with commas between")
            }
        }
        if let schemas = value("thin.db.extra.search.path") { configuration.extraSearchPath = names(schemas) }
        if let role = value("thin.db.anon.role") { configuration.anonRole = role }
        if let function = value("thin.db.pre.request") { configuration.preRequest = function }
        if let text = value("thin.db.tx.end") {
            guard let end = TransactionEnd(rawValue: text) else {
                let choices = TransactionEnd.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError(variable: "THIN_DB_TX_END", rule: "is one of \(choices)")
            }
            configuration.transactionEnd = end
        }
        if let text = value("thin.db.max.rows") {
            guard text.isEmpty || Int(text).map({ $0 > 0 }) == true else {
                throw ConfigurationError(
                    variable: "THIN_DB_MAX_ROWS", rule: "is a whole number above 0, or empty for any number")
            }
            configuration.rowsMax = Int(text)
        }
        configuration.showsPlans = try flag(value("thin.db.plan.enabled"), "THIN_DB_PLAN_ENABLED")
        configuration.allowsAggregates = try flag(value("thin.db.aggregates.enabled"), "THIN_DB_AGGREGATES_ENABLED")
        return configuration
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty }
    }

    private static func flag(_ text: String?, _ variable: String) throws(ConfigurationError) -> Bool {
        switch text ?? "" {
        case "", "off", "false": return false
        case "on", "true": return true
        default: throw ConfigurationError(variable: variable, rule: "is on or off")
        }
    }
}
