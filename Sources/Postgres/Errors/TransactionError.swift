/// A transaction that failed in more ways than its body throwing, each failure kept apart.
///
/// When only the body failed and the rollback went well, `transaction` throws the body's own error instead.
public struct TransactionError: Error, Sendable, CustomStringConvertible {
    /// `begin` failed; nothing was run.
    public var begin: PostgresError?
    /// What the body threw.
    public var body: (any Error)?
    /// `rollback` failed after the body did; the connection is replaced.
    public var rollback: PostgresError?
    /// `commit` failed or rolled back. With origin `.connection` it is unknown whether it took place.
    public var commit: PostgresError?

    /// Keeps the failures that took place.
    public init(
        begin: PostgresError? = nil, body: (any Error)? = nil, rollback: PostgresError? = nil,
        commit: PostgresError? = nil
    ) {
        self.begin = begin
        self.body = body
        self.rollback = rollback
        self.commit = commit
    }

    /// Whether running the transaction again may succeed: the commit failed with `40001` or `40P01`.
    public var isRetryable: Bool {
        begin == nil && body == nil && commit?.isRetryable == true
    }

    /// Names the phases that failed and their states.
    public var description: String {
        let phases: [(String, (any Error)?)] = [
            ("begin", begin), ("body", body), ("rollback", rollback), ("commit", commit),
        ]
        let shown = phases.compactMap { name, error in error.map { "\(name): \(Self.summary(of: $0))" } }
        return "TransactionError(\(shown.joined(separator: ", ")))"
    }

    /// A foreign error may quote anything, so only its type is shown.
    private static func summary(of error: any Error) -> String {
        (error as? PostgresError)?.description ?? "\(type(of: error))"
    }
}
