/// Every decision of a pool, without any I/O: who gets which connection, when to open one, which to close.
///
/// The pool calls it under a lock and carries out what it returns.
package struct PoolState<Member, Waiter> {
    package typealias Instant = ContinuousClock.Instant
    package typealias Lease = PoolLease<Member>

    /// What becomes of a connection that came in.
    package enum Placement {
        /// It is kept for later.
        case kept
        /// It goes to this waiter.
        case handed(Waiter, Lease)
        /// It is to be closed.
        case closed(Member, PoolEvent.CloseReason)
    }

    /// What becomes of a caller.
    package enum Admission {
        /// It gets a connection that was idle.
        case granted(Lease)
        /// It waits.
        case waiting
        /// It is turned away.
        case refused(PostgresError.PoolRefusal)
    }

    private struct Idle {
        let lease: Lease
        let since: Instant
    }

    package let configuration: PoolConfiguration
    private var idle: [Idle] = []
    private var leased = 0
    private var opening = 0
    private var failures = 0
    private var notBefore: Instant?
    private var line = WaitingLine<Waiter>()
    /// Whether new callers are refused.
    private(set) var isClosed = false
    /// Why the last attempt to connect failed; nil once one succeeds.
    package private(set) var lastFailure: PostgresError?

    package init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
    }

    private var total: Int { idle.count + leased + opening }

    /// Figures at this moment.
    package var statistics: PoolStatistics {
        PoolStatistics(
            open: idle.count + leased, idle: idle.count, leased: leased, opening: opening, waiting: line.count)
    }

    /// Whether a closed pool has all its connections back.
    package var isDrained: Bool { isClosed && leased == 0 }

    /// Takes the connection used last, whose caches are warmest. A newcomer can't overtake, because nothing
    /// is idle while anybody waits.
    package mutating func lease() -> Lease? {
        guard !isClosed, let last = idle.popLast() else { return nil }
        leased += 1
        return last.lease
    }

    /// Gives a connection or a place in the line.
    package mutating func admit(_ waiter: Waiter, ticket: UInt64, now: Instant) -> Admission {
        if isClosed { return .refused(.closed) }
        if let lease = lease() { return .granted(lease) }
        // A waiter whose connection is being opened is in the line too, so a limit of 0 must still let those
        // in.
        guard line.count < configuration.queueLimit + max(0, configuration.maximumConnections - leased) else {
            return .refused(.queueFull)
        }
        line.join(waiter, ticket: ticket, deadline: now + configuration.acquireTimeout)
        return .waiting
    }

    /// Takes a waiter out of the line; nil if it has left it already.
    package mutating func withdraw(_ ticket: UInt64) -> Waiter? {
        line.leave(ticket)
    }

    /// Takes out those who have waited too long.
    package mutating func expire(now: Instant) -> [Waiter] {
        var late: [Waiter] = []
        while let deadline = line.firstDeadline(), deadline <= now, let waiter = line.next() { late.append(waiter) }
        return late
    }

    /// When the next waiter will have waited too long.
    package mutating func nextDeadline() -> Instant? {
        line.firstDeadline()
    }
}

extension PoolState {
    /// How many attempts to connect are to begin now. While the server is away only one is under way.
    package mutating func beginOpening(keepsMinimum: Bool) -> Int {
        guard !isClosed else { return 0 }
        let missing = keepsMinimum ? configuration.minimumConnections - total : 0
        let wanted = min(max(line.count - opening, missing), configuration.maximumConnections - total)
        let count = max(0, failures > 0 ? min(wanted, 1 - opening) : wanted)
        opening += count
        return count
    }

    /// How long the attempt about to be made has to wait after earlier failures.
    package func pauseBeforeOpening(now: Instant) -> Duration {
        notBefore.map { max(.zero, now.duration(to: $0)) } ?? .zero
    }

    /// Places a connection that was opened.
    ///
    /// - Parameter chance: From 0 to 1, shortens its lifetime by up to a tenth.
    package mutating func opened(_ member: Member, chance: Double, now: Instant) -> Placement {
        opening -= 1
        (failures, notBefore, lastFailure) = (0, nil, nil)
        let expiresAt = configuration.maximumLifetime.map { now + $0 * (1 - chance / 10) }
        leased += 1
        return place(Lease(member: member, expiresAt: expiresAt), now: now)
    }

    /// Takes note of a failed attempt and says how long to pause.
    ///
    /// - Parameter chance: From 0 to 1, lengthens the pause.
    package mutating func openFailed(_ error: PostgresError, chance: Double, now: Instant) -> Duration {
        failures += 1
        lastFailure = error
        let pause = configuration.backoff.pause(afterFailures: failures, chance: chance)
        notBefore = now + pause
        return pause
    }

    /// Whether an attempt that failed is to be made again. If not, it is over.
    package mutating func continuesOpening(keepsMinimum: Bool) -> Bool {
        let missing = keepsMinimum ? configuration.minimumConnections - (total - opening) : 0
        // Of several attempts that failed together one goes on.
        let continues = !isClosed && opening == 1 && (line.count > 0 || missing > 0)
        if !continues { opening -= 1 }
        return continues
    }

    /// Takes back a connection.
    package mutating func giveBack(_ lease: Lease, isUsable: Bool, now: Instant) -> Placement {
        guard isUsable else {
            leased -= 1
            return .closed(lease.member, .broken)
        }
        return place(lease, now: now)
    }

    /// Finds a place for a connection that counts as leased.
    private mutating func place(_ lease: Lease, now: Instant) -> Placement {
        let isExpired = lease.expiresAt.map { $0 <= now } ?? false
        if isClosed || isExpired {
            leased -= 1
            return .closed(lease.member, isClosed ? .shutdown : .lifetime)
        }
        if let waiter = line.next() { return .handed(waiter, lease) }
        leased -= 1
        idle.append(Idle(lease: lease, since: now))
        return .kept
    }

    /// Takes out idle connections that are too old, and those unused for too long beyond the minimum.
    package mutating func reap(now: Instant) -> [(Member, PoolEvent.CloseReason)] {
        var reaped: [(Member, PoolEvent.CloseReason)] = []
        var spare = total - configuration.minimumConnections
        let idleTimeout = configuration.idleTimeout
        idle.removeAll { connection in
            let isExpired = connection.lease.expiresAt.map { $0 <= now } ?? false
            let isUnused = idleTimeout.map { connection.since + $0 <= now } ?? false
            guard isExpired || (isUnused && spare > 0) else { return false }
            spare -= 1
            reaped.append((connection.lease.member, isExpired ? .lifetime : .idleTimeout))
            return true
        }
        return reaped
    }

    /// Refuses new callers from now on; returns the idle connections and everyone who waits.
    package mutating func close() -> (idle: [Member], waiters: [Waiter]) {
        isClosed = true
        var waiters: [Waiter] = []
        while let waiter = line.next() { waiters.append(waiter) }
        defer { idle = [] }
        return (idle.map(\.lease.member), waiters)
    }
}
