/// Growing pauses between attempts, each cut at random so that many clients don't come back at the same
/// moment.
public struct Backoff: Sendable, Hashable {
    /// Longest pause after the first failure.
    public var initial: Duration
    /// Longest pause ever.
    public var maximum: Duration

    /// - Parameters:
    ///   - initial: Longest pause after the first failure; it doubles with every further one.
    ///   - maximum: Longest pause ever.
    public init(initial: Duration, maximum: Duration) {
        self.initial = initial
        self.maximum = maximum
    }

    /// The pause after so many failures in a row.
    ///
    /// - Parameter chance: From 0, half the longest pause, to 1, all of it.
    package func pause(afterFailures failures: Int, chance: Double) -> Duration {
        var longest = initial
        for _ in 1..<max(failures, 1) where longest < maximum { longest *= 2 }
        return min(longest, maximum) * (0.5 + chance / 2)
    }
}
