import Synchronization

/// Whether the task that uses the connection was cancelled, and whether a request to the server is on its
/// way.
///
/// The cancellation handler only leaves the wish here and wakes the waiting call. That call sends the
/// request, because it knows that the statement has been sent and that it's still its own.
final class CancelRequest: Sendable {
    private let slot: Reactor.Slot
    private let wished = Atomic(false)
    private let inFlight = Atomic(false)
    private let sent = Atomic(false)

    init(slot: Reactor.Slot) {
        self.slot = slot
    }

    /// Whether the task was cancelled.
    var isWished: Bool { wished.load(ordering: .acquiring) }

    /// Whether a request was sent for the call that runs now.
    var isSent: Bool { sent.load(ordering: .relaxed) }

    /// Whether a request hasn't reached the server yet; another that came now could hit a later statement.
    var isInFlight: Bool { inFlight.load(ordering: .acquiring) }

    /// Called from the cancellation handler, on any thread.
    func wish() {
        wished.store(true, ordering: .releasing)
        Reactor.shared.interrupt(slot)
    }

    /// Sends a request from a thread that may block, unless one is on its way.
    func send(_ key: CancelKey) {
        sent.store(true, ordering: .relaxed)
        guard !inFlight.exchange(true, ordering: .acquiringAndReleasing) else { return }
        startThread(for: "cancel") { [self] in
            key.sendBlocking()
            inFlight.store(false, ordering: .releasing)
            Reactor.shared.interrupt(slot)
        }
    }

    /// Makes ready for the next call.
    func reset() {
        wished.store(false, ordering: .releasing)
        sent.store(false, ordering: .relaxed)
    }
}
