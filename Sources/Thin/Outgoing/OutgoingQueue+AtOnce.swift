extension OutgoingQueue {
    /// Hands all items over at once, so that one that takes its time keeps no other waiting.
    ///
    /// - Parameter attempt: Hands one over.
    /// - Returns: As `deliver`.
    func deliverAtOnce(
        _ items: [Item], by attempt: @escaping @Sendable (Item) async -> Attempt
    ) -> AsyncStream<(Item, Attempt)> {
        AsyncStream { continuation in
            Task {
                await withTaskGroup(of: Void.self) { group in
                    for item in items {
                        group.addTask { continuation.yield((item, await attempt(item))) }
                    }
                }
                continuation.finish()
            }
        }
    }
}
