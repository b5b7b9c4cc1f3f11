package import NIOCore
internal import Synchronization

/// A client's connection, as far as it matters whether the client is still there.
package final class ClientConnection: Sendable {
    private let ended = Atomic(false)

    /// Whether the client has hung up, or said that it sends no more, which is all that can be told from here.
    package var hasEnded: Bool { ended.load(ordering: .relaxed) }

    fileprivate func end() {
        ended.store(true, ordering: .relaxed)
    }
}

extension ClientConnection {
    private static let open = Mutex<[ObjectIdentifier: ClientConnection]>([:])

    /// The one that a channel is; nil for a channel that isn't watched, or has closed.
    package static func of(_ channel: any Channel) -> ClientConnection? {
        open.withLock { $0[ObjectIdentifier(channel)] }
    }

    fileprivate static func opened(_ channel: any Channel) -> ClientConnection {
        let connection = ClientConnection()
        open.withLock { $0[ObjectIdentifier(channel)] = connection }
        return connection
    }

    fileprivate static func closed(_ channel: any Channel) {
        open.withLock { $0[ObjectIdentifier(channel)] = nil }
    }
}

/// Watches a channel for its client's going away.
final class ClientWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private var connection: ClientConnection?

    func handlerAdded(context: ChannelHandlerContext) {
        connection = .opened(context.channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        connection?.end()
        ClientConnection.closed(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection?.end()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { connection?.end() }
        context.fireUserInboundEventTriggered(event)
    }
}
