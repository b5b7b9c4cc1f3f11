internal import Synchronization

/// A run that this instance carries out. Whoever follows it here is told as soon as the database knows.
final class ChatRun: Sendable {
    /// How it ended.
    struct Ending: Sendable, Equatable {
        /// As `chat.end_run` takes it.
        let status: String
        /// Of the registry.
        var code: String?

        static let finished = Ending(status: "finished")
        static let stopped = Ending(status: "stopped")
        /// It never began, and leaves nothing behind.
        static let refused = Ending(status: "refused")

        static func failed(_ code: String) -> Ending { Ending(status: "failed", code: code) }
    }

    /// What a follower is told.
    enum Told: Sendable {
        case event(ChatEvent)
        /// It goes on, and has nothing to say.
        case tick
    }

    private struct Guarded {
        var events: [ChatEvent] = []
        var followers: [AsyncStream<Told>.Continuation] = []
        var isOver = false
        var isStopRequested = false
        var running: RunningCall?
        var callID: String?
    }

    let userID: String
    let id: String
    let sessionID: String
    /// The request that began it.
    let scope: RequestScope
    private let guarded: Mutex<Guarded>

    init(_ begun: ChatStore.Begun, sessionID: String, in scope: RequestScope) {
        userID = begun.userID
        id = begun.runID
        self.sessionID = sessionID
        self.scope = scope
        guarded = Mutex(Guarded(events: [begun.event].compactMap { $0 }))
    }

    /// The metered call that answers, once there is one.
    var callID: String? { guarded.withLock { $0.callID } }

    /// The place of its last event.
    var lastOrdinal: Int64? { guarded.withLock { $0.events.last?.ordinal } }

    var isStopRequested: Bool { guarded.withLock { $0.isStopRequested } }

    /// It is answered by a call from now on.
    func begin(_ running: RunningCall) {
        let isStopRequested = guarded.withLock { guarded in
            guarded.running = running
            guarded.callID = running.admitted?.callID
            return guarded.isStopRequested
        }
        if isStopRequested { running.stop() }
    }

    /// Its user wants no more of it, or another run has taken its place.
    func stop() {
        let running = guarded.withLock { guarded in
            guarded.isStopRequested = true
            return guarded.running
        }
        running?.stop()
    }

    /// Tells its followers.
    func tell(_ event: ChatEvent) {
        guarded.withLock { guarded in
            guarded.events.append(event)
            for follower in guarded.followers { follower.yield(.event(event)) }
        }
    }

    /// Tells its followers that it goes on.
    func tick() {
        guarded.withLock { guarded in
            for follower in guarded.followers { follower.yield(.tick) }
        }
    }

    /// It is over.
    func end() {
        guarded.withLock { guarded in
            guarded.isOver = true
            for follower in guarded.followers { follower.finish() }
            guarded.followers = []
        }
    }

    /// All that is told after a place, to its end. What waits for a slow follower is what the run holds anyway.
    func follow(after ordinal: Int64) -> AsyncStream<Told> {
        let (stream, follower) = AsyncStream.makeStream(of: Told.self, bufferingPolicy: .unbounded)
        guarded.withLock { guarded in
            for event in guarded.events where event.ordinal > ordinal { follower.yield(.event(event)) }
            if guarded.isOver { follower.finish() } else { guarded.followers.append(follower) }
        }
        return stream
    }
}
