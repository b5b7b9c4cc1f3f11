import Synchronization

/// One connection to PostgreSQL.
///
/// Calls on one connection run one after the other. A call never blocks a thread: it suspends until the
/// socket is ready. When the calling task is cancelled, the statement is cancelled on the server and the
/// connection stays usable.
public final class Connection: Sendable {
    /// How a connection behaves beyond where it goes.
    struct Settings: Sendable {
        /// Most prepared statements kept; 0 for none.
        var statementCacheSize = 256
        /// `statement_timeout` of the session, when the server should have one.
        var statementTimeout: Duration?
        /// Whether the session is given it.
        var setsStatementTimeout = true
        /// How much longer than `statementTimeout` an answer may take before the socket is shut.
        var answerGrace: Duration = .seconds(5)
    }

    /// How often an unanswered cancel request is repeated: one that reaches the server before the statement
    /// is lost.
    package static let cancelInterval: Duration = .seconds(1)
    /// How many requests a cancelled statement may ignore before the socket is shut.
    package static let cancelAttempts = 10

    /// Process id of the server's backend.
    public let backendPID: Int32
    /// The server's version, 150004 for 15.4.
    public let serverVersion: Int

    let session: Session
    let turn: Turn
    let settings: Settings
    let cancelKey: CancelKey
    let cancelRequest: CancelRequest
    private let broken = Atomic(false)

    init(_ handle: consuming ConnectionHandle, settings: Settings) throws(PostgresError) {
        guard let cancelKey = CancelKey(of: handle.pointer) else { throw .refused("out of memory") }
        self.cancelKey = cancelKey
        self.settings = settings
        backendPID = handle.backendPID
        serverVersion = handle.serverVersion
        session = Session(handle, statementCacheSize: settings.statementCacheSize)
        let slot = session.slot
        cancelRequest = CancelRequest(slot: slot)
        turn = Turn { Reactor.shared.interrupt(slot) }
    }

    /// Whether the connection can't be used any more.
    public var isBroken: Bool { broken.load(ordering: .relaxed) }

    /// Closes the connection once the running call is over; later calls throw `08003`.
    public func close() async {
        await turn.take()
        breakOff()
        turn.give()
    }

    /// Closes the session and refuses later calls. Only the holder of the turn may call it.
    func breakOff() {
        broken.store(true, ordering: .relaxed)
        session.close()
    }
}
