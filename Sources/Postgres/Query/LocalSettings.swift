/// Settings that go ahead of a statement, in the same network trip and transaction, and end with it.
///
/// Whom a statement runs as and what it is told of its caller travel in these, so that a pooled connection can't carry
/// an identity on.
public struct LocalSettings: Sendable, ExpressibleByDictionaryLiteral {
    /// The statement that makes the settings, in the order given.
    public let query: Query

    /// Takes names of settings, as written in source, and their values, which are bound. What comes before `role` is
    /// made with the rights of the connection's login.
    public init(_ values: [(StaticString, String)]) {
        precondition(!values.isEmpty, "there is at least one setting")
        var text = "select "
        var parameters: [Parameter] = []
        parameters.reserveCapacity(values.count)
        for (name, value) in values {
            parameters.append(.text(value))
            text += "\(parameters.count == 1 ? "" : ", ")set_config('\(name)', $\(parameters.count), true)"
        }
        query = Query(unsafeText: text, parameters: parameters)
    }

    /// As names and values in a literal.
    public init(dictionaryLiteral values: (StaticString, String)...) {
        self.init(values)
    }
}

extension ConnectionPool {
    /// Runs one statement under settings of its own, in one network trip and one transaction.
    ///
    /// - Throws: As `Connection.pipeline`, and origin `.pool` when there is no connection.
    public func query(_ query: Query, under settings: LocalSettings) async throws(PostgresError) -> QueryResult {
        let results = try await pipeline([settings.query, query])
        guard let result = results.last else { throw .lost("the answer holds no result") }
        return result
    }
}
