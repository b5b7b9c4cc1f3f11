import Synchronization

/// Lets one caller at a time use a connection, first come, first served.
///
/// The pool lends a connection to one task, so the turn is nearly always free and costs one uncontended lock;
/// it is what makes a second task on the same connection wait rather than corrupt the protocol.
final class Turn: Sendable {
    private struct State {
        var isTaken = false
        /// The holder only listens for notifications and gives way when interrupted.
        var isYielding = false
        var waiting: [UnsafeContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let interruptHolder: @Sendable () -> Void

    /// - Parameter interruptHolder: Called when somebody wants the turn that a yielding holder has.
    init(interruptHolder: @escaping @Sendable () -> Void) {
        self.interruptHolder = interruptHolder
    }

    /// Suspends until the turn is the caller's.
    func take() async {
        if takeIfFree() { return }
        await withUnsafeContinuation { continuation in
            let (isMine, interrupts) = state.withLock { state -> (Bool, Bool) in
                guard state.isTaken else {
                    state.isTaken = true
                    return (true, false)
                }
                state.waiting.append(continuation)
                return (false, state.isYielding)
            }
            if isMine { continuation.resume() }
            if interrupts { interruptHolder() }
        }
    }

    /// Hands the turn to the next in line.
    func give() {
        let next = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            state.isYielding = false
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    /// Marks the holder as one that gives way. False when somebody already waits, so that it gives way at
    /// once.
    func beginYielding() -> Bool {
        state.withLock { state in
            state.isYielding = state.waiting.isEmpty
            return state.isYielding
        }
    }

    /// Takes the turn unless somebody has it.
    func takeIfFree() -> Bool {
        state.withLock { state in
            guard !state.isTaken else { return false }
            state.isTaken = true
            return true
        }
    }
}
