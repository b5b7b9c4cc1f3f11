/// A pool's figures at one moment.
public struct PoolStatistics: Sendable, Hashable {
    /// Connections that are open: idle and leased.
    public var open: Int
    /// Connections waiting for use.
    public var idle: Int
    /// Connections in use.
    public var leased: Int
    /// Connections being opened, or waiting to be tried again.
    public var opening: Int
    /// Callers waiting for a connection.
    public var waiting: Int

    package init(open: Int, idle: Int, leased: Int, opening: Int, waiting: Int) {
        self.open = open
        self.idle = idle
        self.leased = leased
        self.opening = opening
        self.waiting = waiting
    }
}
