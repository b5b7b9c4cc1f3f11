internal import NIOCore
internal import Synchronization

/// Counts the connections of clients and their requests, and keeps the connections below a limit: beyond it clients wait
/// in the system's queue instead of taking the files that those being served need.
package final class OpenConnections: Sendable {
    /// Most of them.
    package let limit: Int
    private let open = Atomic(0)
    private let inFlight = Atomic(0)
    private let isOver = Atomic(false)
    private let waiting = Mutex<(@Sendable () -> Void)?>(nil)

    package init(limit: Int) {
        self.limit = limit
    }

    /// How many there are.
    package var count: Int { open.load(ordering: .relaxed) }
    /// How many requests are being answered.
    package var requests: Int { inFlight.load(ordering: .relaxed) }

    /// Connections that came in.
    func opened() {
        open.wrappingAdd(1, ordering: .acquiringAndReleasing)
    }

    /// One of them is gone; whoever wants to take the next may.
    func closed() {
        open.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        waiting.withLock { $0.take() }?()
    }

    /// The service stops.
    func takeNoMore() {
        isOver.store(true, ordering: .relaxed)
    }

    /// Whether any may be taken at all.
    fileprivate var takesAny: Bool { !isOver.load(ordering: .relaxed) }

    /// - Parameter change: How many requests have begun, or below zero ended.
    func requests(changedBy change: Int) {
        inFlight.wrappingAdd(change, ordering: .relaxed)
    }

    /// Has `take` called when there is room, which may be now.
    func whenThereIsRoom(_ take: @escaping @Sendable () -> Void) {
        waiting.withLock { $0 = take }
        // Looked at after `take` was left there: whoever closes later than this finds it.
        if count < limit { waiting.withLock { $0.take() }?() }
    }
}

/// Takes no connection for which there is no room.
final class AcceptLimit: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let connections: OpenConnections
    private var isWaiting = false

    init(_ connections: OpenConnections) {
        self.connections = connections
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let connections = connections
        connections.opened()
        unwrapInboundIn(data).closeFuture.whenComplete { _ in connections.closed() }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        guard connections.takesAny else { return }
        if connections.count < connections.limit { return context.read() }
        guard !isWaiting else { return }
        isWaiting = true
        let loop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: loop)
        connections.whenThereIsRoom {
            loop.execute {
                let (handler, context) = bound.value
                handler.isWaiting = false
                handler.read(context: context)
            }
        }
    }
}
