/// How often and after which pauses something is tried again that failed for want of a lock.
struct LockRetries {
    /// Longest pause.
    static let longestPause: Duration = .seconds(30)

    /// Attempts made so far.
    private(set) var attempts = 0
    private let limit: Int
    private var pause: Duration

    init(_ options: Runner.Options) {
        limit = options.objectLockRetries
        pause = options.objectLockPause
    }

    /// Counts a failure and says how long to wait; nil when it was the last.
    ///
    /// Pauses double, and each is shortened at random by up to a half, so that runners don't meet again.
    mutating func next() -> Duration? {
        attempts += 1
        guard attempts <= limit else { return nil }
        defer { pause = min(pause * 2, Self.longestPause) }
        return pause * Double.random(in: 0.5...1)
    }
}
