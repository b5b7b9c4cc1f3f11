import Synchronization

/// The process's one thread that waits for sockets and resumes the tasks that need them.
///
/// Whoever waits owns a slot. A wait ends when the socket is ready, when its deadline has passed (noticed
/// within `tick`) or when somebody interrupts the slot, so every wait belongs in a loop that looks again.
final class Reactor: Sendable {
    /// The one instance; its thread lives as long as the process.
    static let shared = Reactor()

    /// How late a passed deadline may be noticed.
    static let tick: Duration = .milliseconds(250)

    /// Why a wait ended.
    enum Wake: Sendable {
        case ready, interrupted, timedOut
    }

    /// Where one waiter at a time is kept.
    struct Slot: Sendable, Hashable {
        fileprivate let index: Int
    }

    private struct Waiting {
        /// Counts the waits, so that a report for an earlier wait is told from one for this.
        var sequence: UInt32 = 0
        var continuation: UnsafeContinuation<Wake, Never>?
        var deadline: ContinuousClock.Instant?
        /// An interruption that came while nobody waited; it ends the next wait at once.
        var isInterrupted = false

        mutating func end() -> UnsafeContinuation<Wake, Never>? {
            defer { (continuation, deadline) = (nil, nil) }
            return continuation
        }
    }

    private struct Table {
        var slots: [Waiting] = []
        var free: [Int] = []
    }

    private let table = Mutex(Table())
    private let poller = Poller()

    private init() {
        startThread(for: "reactor") { [self] in
            runForever()
        }
    }

    /// Takes a slot. It's given back with `release`.
    func takeSlot() -> Slot {
        table.withLock { table in
            if let index = table.free.popLast() { return Slot(index: index) }
            table.slots.append(Waiting())
            return Slot(index: table.slots.count - 1)
        }
    }

    /// Gives a slot back; nobody may be waiting in it.
    func release(_ slot: Slot) {
        table.withLock { table in
            precondition(table.slots[slot.index].continuation == nil, "a slot was released while in use")
            table.slots[slot.index].sequence &+= 1
            table.slots[slot.index].isInterrupted = false
            table.free.append(slot.index)
        }
    }

    /// Suspends until `socket` is ready for any of `interest`, the deadline has passed or the slot is
    /// interrupted. With an empty `interest` only the last two end it.
    func wait(
        in slot: Slot, for interest: Poller.Interest, on socket: Int32, until deadline: ContinuousClock.Instant?
    ) async -> Wake {
        await withUnsafeContinuation { continuation in
            guard let token = enter(slot, continuation, deadline) else {
                continuation.resume(returning: .interrupted)
                return
            }
            // A socket that can't be watched is broken, which its reader finds out by reading.
            if !interest.isEmpty, !poller.arm(socket, for: interest, token: token) {
                wake([token])
            }
        }
    }

    /// Ends the slot's wait, or the next one if nobody waits now.
    func interrupt(_ slot: Slot) {
        let continuation = table.withLock { table in
            let continuation = table.slots[slot.index].end()
            table.slots[slot.index].isInterrupted = continuation == nil
            return continuation
        }
        continuation?.resume(returning: .interrupted)
    }

    /// Stores the waiter before the socket is armed, because the report may come before arming returns.
    private func enter(
        _ slot: Slot, _ continuation: UnsafeContinuation<Wake, Never>, _ deadline: ContinuousClock.Instant?
    ) -> UInt64? {
        table.withLock { table -> UInt64? in
            let index = slot.index
            precondition(table.slots[index].continuation == nil, "two waiters in one slot")
            if table.slots[index].isInterrupted {
                table.slots[index].isInterrupted = false
                return nil
            }
            table.slots[index].sequence &+= 1
            table.slots[index].continuation = continuation
            table.slots[index].deadline = deadline
            return UInt64(index) << 32 | UInt64(table.slots[index].sequence)
        }
    }

    private func runForever() {
        var tokens: [UInt64] = []
        var sweepAt = ContinuousClock.now + Self.tick
        while true {
            tokens.removeAll(keepingCapacity: true)
            poller.wait(milliseconds: 250, into: &tokens)
            if !tokens.isEmpty { wake(tokens) }
            let now = ContinuousClock.now
            if now >= sweepAt {
                sweep(now)
                sweepAt = now + Self.tick
            }
        }
    }

    private func wake(_ tokens: [UInt64]) {
        for token in tokens {
            let (index, sequence) = (Int(token >> 32), UInt32(truncatingIfNeeded: token))
            let continuation = table.withLock { table in
                table.slots[index].sequence == sequence ? table.slots[index].end() : nil
            }
            continuation?.resume(returning: .ready)
        }
    }

    private func sweep(_ now: ContinuousClock.Instant) {
        let late = table.withLock { table in
            table.slots.indices.compactMap { index -> UnsafeContinuation<Wake, Never>? in
                guard let deadline = table.slots[index].deadline, deadline <= now else { return nil }
                return table.slots[index].end()
            }
        }
        for continuation in late { continuation.resume(returning: .timedOut) }
    }
}
