/// The one place where transactions are run again: after `40001` and `40P01`, a bounded number of times.
public struct RetryPolicy: Sendable, Hashable {
    /// Most runs, the first included.
    public var attempts: Int
    /// Pauses between the runs.
    public var backoff: Backoff

    /// - Parameters:
    ///   - attempts: Most runs, the first included.
    ///   - backoff: Pauses between the runs.
    public init(
        attempts: Int = 5, backoff: Backoff = Backoff(initial: .milliseconds(5), maximum: .milliseconds(200))
    ) {
        precondition(attempts > 0, "at least one attempt")
        self.attempts = attempts
        self.backoff = backoff
    }

    /// Whether a failure says that running the same transaction again may succeed.
    public static func allowsRetry(after error: any Error) -> Bool {
        switch error {
        case let error as PostgresError: error.isRetryable
        case let error as TransactionError: error.isRetryable
        default: false
        }
    }

    /// Runs `body` until it succeeds, fails for good or has used up its attempts.
    ///
    /// - Throws: The last error of `body`; `CancellationError` when the task is cancelled between two runs.
    public nonisolated(nonsending) func run<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        for attempt in 1..<attempts {
            do {
                return try await body()
            } catch  where Self.allowsRetry(after: error) {
                let pause = backoff.pause(afterFailures: attempt, chance: .random(in: 0...1))
                try await Task.sleep(for: pause)
            }
        }
        return try await body()
    }
}
