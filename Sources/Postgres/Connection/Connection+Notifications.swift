extension Connection {
    /// Subscribes this session to channels. A session that listens isn't for the pool.
    ///
    /// - Throws: As `query` does.
    public func listen(to channels: [Identifier]) async throws(PostgresError) {
        _ = try await pipeline(channels.map { "listen \(identifier: $0)" })
    }

    /// The notifications that arrive from now on, and those that came with earlier answers.
    ///
    /// Iterating gives way to other calls on this connection. With several iterators each notification
    /// reaches one of them.
    public func notifications() -> Notifications {
        Notifications(connection: self)
    }

    /// Suspends until a notification is there; nil when the task is cancelled.
    fileprivate func nextNotification() async throws(PostgresError) -> Notification? {
        let slot = session.slot
        let outcome = await withTaskCancellationHandler {
            await Result { () async throws(PostgresError) in try await awaitNotification() }
        } onCancel: {
            Reactor.shared.interrupt(slot)
        }
        return try outcome.get()
    }

    private func awaitNotification() async throws(PostgresError) -> Notification? {
        while true {
            await turn.take()
            defer { turn.give() }
            guard !isBroken else { throw .closed }
            if let notification = session.nextNotification() { return notification }
            guard !Task.isCancelled else { return nil }
            guard !session.isLost else {
                let error = PostgresError.lost(session.lossMessage)
                breakOff()
                throw error
            }
            guard turn.beginYielding() else { continue }
            let wake = await Reactor.shared.wait(in: session.slot, for: .read, on: session.socket, until: nil)
            if wake == .ready { session.read() }
        }
    }
}

/// Notifications as they arrive. It throws when the connection is lost and ends when the task is cancelled.
public struct Notifications: AsyncSequence, Sendable {
    fileprivate let connection: Connection

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(connection: connection)
    }

    /// Reads one notification after the other.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let connection: Connection

        /// The next notification; nil once the task is cancelled.
        ///
        /// - Throws: `08006` when the connection is lost, `08003` when it was closed.
        public mutating func next() async throws(PostgresError) -> Notification? {
            try await connection.nextNotification()
        }

        /// The next notification; nil once the task is cancelled.
        ///
        /// - Throws: `08006` when the connection is lost, `08003` when it was closed.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PostgresError) -> Notification? {
            try await connection.nextNotification()
        }
    }
}
