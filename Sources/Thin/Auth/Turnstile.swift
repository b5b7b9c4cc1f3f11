internal import Synchronization

/// Lets so many in at once and so many wait, first come, first served.
package final class Turnstile: Sendable {
    /// There is no room, not even to wait.
    package struct Crowded: Error {}

    private struct Guarded {
        var free: Int
        var nextTicket: UInt64 = 0
        var line: [(ticket: UInt64, waiter: UnsafeContinuation<Bool, Never>)] = []
    }

    private let waitingMax: Int
    private let guarded: Mutex<Guarded>

    /// - Parameters:
    ///   - size: How many may be in at once.
    ///   - waitingMax: How many may wait.
    package init(size: Int, waitingMax: Int) {
        precondition(size > 0, "somebody gets in")
        self.waitingMax = waitingMax
        guarded = Mutex(Guarded(free: size))
    }

    /// Runs `body` once there is room.
    ///
    /// - Throws: `Crowded`, also when its task is cancelled while it waits; what `body` throws.
    package func pass<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        guard await enter() else { throw Crowded() }
        defer { leave() }
        return try await body()
    }

    private func enter() async -> Bool {
        let ticket = guarded.withLock { guarded in
            guarded.nextTicket += 1
            return guarded.nextTicket
        }
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                if let isIn = admit(waiter, ticket) { waiter.resume(returning: isIn) }
            }
        } onCancel: {
            withdraw(ticket)?.resume(returning: false)
        }
    }

    /// Whether there is room; nil for whoever waits now.
    private func admit(_ waiter: UnsafeContinuation<Bool, Never>, _ ticket: UInt64) -> Bool? {
        guarded.withLock { guarded in
            // Looked at under the lock: a cancellation later than this finds the ticket in the line.
            if Task.isCancelled { return false }
            if guarded.free > 0 {
                guarded.free -= 1
                return true
            }
            if guarded.line.count >= waitingMax { return false }
            guarded.line.append((ticket, waiter))
            return nil
        }
    }

    private func withdraw(_ ticket: UInt64) -> UnsafeContinuation<Bool, Never>? {
        guarded.withLock { guarded in
            guard let place = guarded.line.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return guarded.line.remove(at: place).waiter
        }
    }

    private func leave() {
        let next = guarded.withLock { guarded -> UnsafeContinuation<Bool, Never>? in
            if guarded.line.isEmpty {
                guarded.free += 1
                return nil
            }
            return guarded.line.removeFirst().waiter
        }
        next?.resume(returning: true)
    }
}
