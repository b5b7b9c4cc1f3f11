private import CLibPQ

/// What is needed to cancel a connection's statement from another thread.
///
/// Sendable because a `PGcancel` never changes and `PQcancel` may be called from any thread ("Canceling
/// Queries in Progress"); `deinit` frees it once nobody uses it.
final class CancelKey: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Nil when libpq is out of memory.
    init?(of connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Asks the server to cancel, over a connection of its own, and blocks until the server has taken note.
    /// Failure is not reported: the caller waits for the statement's end either way and asks again.
    func sendBlocking() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = PQcancel(pointer, message.baseAddress, Int32(message.count))
        }
    }
}
