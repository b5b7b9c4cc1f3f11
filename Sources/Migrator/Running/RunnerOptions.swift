extension Runner {
    /// How to run.
    public struct Options: Sendable {
        /// The role that will own what is installed; nil for the one that connects. `platform/` is run without it.
        public var role: String?
        /// Whether to run `seeds/` too.
        public var seeds: Bool
        /// Longest wait for another runner.
        public var lockTimeout: Duration
        /// Version of the last migration to apply; nil for all. Anything earlier leaves `code/` and `seeds/` alone.
        public var target: String?
        /// Longest wait for a lock on a table: while a statement waits, everybody else queues behind it.
        public var objectLockTimeout: Duration = .seconds(5)
        /// How often a file is tried again that didn't get a lock.
        public var objectLockRetries = 10
        /// First pause between two such attempts; it doubles.
        public var objectLockPause: Duration = .seconds(1)
        /// Longest run of one statement; nil for what the server says.
        public var statementTimeout: Duration?
        /// Longest run of all; nil for no limit.
        public var timeout: Duration?
        /// Whether migrations may be applied that are older than applied ones.
        public var allowsOutOfOrder = false
        /// Whether newer migrations may be applied than the project has.
        public var allowsUnknown = false
        /// Whether to drop what files of `code/` made that are gone.
        public var prunes = false
        /// The schema that is installed into, first in the search path, with a history of its own; nil for all of the
        /// database.
        public var schema: String?
        /// What variables in scripts stand for.
        public var variables: Variables = [:]

        /// - Parameters:
        ///   - role: The role that will own what is installed; nil for the one that connects.
        ///   - seeds: Whether to run `seeds/` too.
        ///   - lockTimeout: Longest wait for another runner.
        ///   - target: Version of the last migration to apply; nil for all.
        public init(
            role: String? = nil, seeds: Bool = false, lockTimeout: Duration = .seconds(60), target: String? = nil
        ) {
            self.role = role
            self.seeds = seeds
            self.lockTimeout = lockTimeout
            self.target = target
        }
    }
}
