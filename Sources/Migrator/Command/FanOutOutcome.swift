import Migrator

/// How a verb ended at one place of a list.
struct FanOutOutcome<Answer: PlaceAnswer>: Encodable {
    private let database: String?
    private let schema: String?
    private let result: Result<Answer, MigratorError>

    init(_ entry: FanOutOptions.Entry, _ result: Result<Answer, MigratorError>) {
        (database, schema, self.result) = (entry.database, entry.schema, result)
    }

    /// Whether it couldn't be done, which is another thing than having found something.
    var hasFailed: Bool {
        if case .failure = result { true } else { false }
    }

    /// Whether a signal ended it.
    var isCancelled: Bool {
        if case .failure(.cancelled) = result { true } else { false }
    }

    /// What it ends with; 0 where all is well.
    var exitCode: Int32 {
        switch result {
        case .success(let answer): answer.exitCode
        case .failure(let error): error.exitCode
        }
    }

    /// The place in a few words.
    var summary: String {
        switch result {
        case .success(let answer): answer.summary
        case .failure(let error): "failed (\(error.exitCode))"
        }
    }

    private enum CodingKeys: CodingKey {
        case database
        case schema
        case error
    }

    /// Writes the place beside what is known of it, in one object.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(database, forKey: .database)
        try container.encodeIfPresent(schema, forKey: .schema)
        switch result {
        case .success(let answer): try answer.encode(to: encoder)
        case .failure(let error): try container.encode(FailureReport(error), forKey: .error)
        }
    }
}
