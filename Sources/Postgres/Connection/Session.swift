private import CLibPQ

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// libpq's side of a connection: what is queued, what has been answered, and nothing that waits.
///
/// `advance…` does what can be done without blocking and says what to wait for. Outside `script` and `copyIn`
/// libpq is in pipeline mode.
///
/// Sendable because only the holder of the connection's `Turn` touches it.
final class Session: @unchecked Sendable {
    /// What an `advance…` came to.
    enum Progress: Equatable {
        /// The server has answered everything up to the last Sync, or to the end of the script.
        case finished
        /// Nothing more can be done before the socket is ready for this.
        case waiting(Poller.Interest)
        /// The server waits for COPY data.
        case copyIn
    }

    /// What was sent, in order, so that each answer finds its place.
    enum Step {
        case parse(query: Int)
        case execute(query: Int)
        case deallocate(name: String)
        case sync
    }

    let slot = Reactor.shared.takeSlot()
    let usesTLS: Bool
    /// The socket to wait for. It stays the same once connected.
    let socket: Int32
    var cache: StatementCache
    var parameters = ParameterBuffer()
    var steps: [Step] = []
    var cursor = 0
    var queries: [Query] = []
    var results: [QueryResult] = []
    var failure: PostgresError?
    /// Results libpq said were over without there being one; two in a row mean that it has lost count.
    var emptyAnswers = 0

    private var handle: ConnectionHandle?
    private let pointer: OpaquePointer

    init(_ handle: consuming ConnectionHandle, statementCacheSize: Int) {
        pointer = handle.pointer
        socket = PQsocket(handle.pointer)
        usesTLS = PQsslInUse(handle.pointer) != 0
        cache = StatementCache(capacity: statementCacheSize)
        self.handle = consume handle
    }

    deinit {
        Reactor.shared.release(slot)
    }

    /// The open connection.
    var connection: OpaquePointer {
        precondition(handle != nil, "the session is closed")
        return pointer
    }

    /// Says goodbye and frees the connection.
    func close() {
        handle = nil
    }

    /// Whether no transaction is open.
    var isIdle: Bool { handle != nil && PQtransactionStatus(pointer) == PQTRANS_IDLE }

    /// Whether a transaction is open, failed or not.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(connection)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Whether libpq has given the connection up.
    var isLost: Bool { handle == nil || PQstatus(pointer) != CONNECTION_OK }

    /// Whether the server has sent something nobody asked for. On an idle connection that is its farewell or
    /// its end. Looks at the socket only, so it doesn't need the turn.
    var hasUnsolicitedInput: Bool {
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) != 0
    }

    /// libpq's account of why the connection is lost.
    var lossMessage: String {
        handle == nil ? "the connection was closed" : PostgresError.trimmed(PQerrorMessage(pointer))
    }

    /// Takes in what the socket holds. Loss shows in `isLost` once the answers before it have been read.
    func read() {
        _ = PQconsumeInput(connection)
        // Bytes that OpenSSL has decrypted don't make the socket readable.
        while usesTLS, !isLost, clibpq_tls_pending(connection) > 0 {
            guard PQconsumeInput(connection) == 1 else { return }
        }
    }

    /// Sends what is queued as far as the socket takes it.
    func advanceOutput() -> Progress {
        // A failed write isn't reported here: libpq keeps it until it has read what the server said before
        // hanging up.
        PQflush(connection) == 1 ? .waiting([.read, .write]) : .finished
    }

    /// What to wait for while answers are outstanding.
    var interest: Poller.Interest {
        PQflush(connection) == 1 ? [.read, .write] : .read
    }

    /// The next notification that has arrived.
    func nextNotification() -> Notification? {
        // Parses what has been read; otherwise only a query would.
        _ = PQisBusy(connection)
        guard let notice = PQnotifies(connection) else { return nil }
        defer { PQfreemem(notice) }
        return Notification(
            channel: String(cString: notice.pointee.relname), payload: String(cString: notice.pointee.extra),
            senderPID: notice.pointee.be_pid)
    }

    /// Keeps the first failure; later ones only follow from it.
    func fail(_ error: PostgresError) {
        if failure == nil { failure = error }
    }
}
