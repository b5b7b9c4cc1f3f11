internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOPosix
internal import ServiceLifecycle

/// Takes connections and has their requests answered, until the service shuts down: then takes no more, and ends when the
/// last is answered. As Hummingbird's own server, which can't take a socket over, nor keep connections below a limit that
/// others know.
struct Listener<Responder: HTTPResponder>: Service where Responder.Context == ThinRequestContext {
    /// Connections that the system keeps until they are taken; `net.core.somaxconn` may be less.
    static var backlog: Int32 { 4096 }

    let socket: ListeningSocket
    let responder: Responder
    let connections: OpenConnections
    /// Longest a client may be silent or take nothing.
    let patience: TimeAmount
    let logger: Logger
    /// Told the port once requests are taken.
    let onRunning: @Sendable (Int) async -> Void

    func run() async throws {
        let quiescing = ServerQuiescingHelper(group: MultiThreadedEventLoopGroup.singleton)
        let child = child
        let server = try await bind(quiescing, child)
        await withGracefulShutdownHandler {
            await onRunning(server.channel.localAddress?.port ?? 0)
            await withDiscardingTaskGroup { group in
                do {
                    try await server.executeThenClose { inbound in
                        for try await connection in inbound {
                            group.addTask { await child.handle(value: connection, logger: logger) }
                        }
                    }
                } catch {
                    logger.error("no more connections are taken", metadata: ["error": "\(type(of: error))"])
                }
            }
        } onGracefulShutdown: {
            connections.takeNoMore()
            Task {
                await Self.letIn(server.channel)
                quiescing.initiateShutdown(promise: nil)
            }
        }
    }

    /// Takes no more, and waits until what was taken is being served: a connection that is on its way from the loop that
    /// took it to its own is lost when that loop's channel closes meanwhile, and its request with it.
    private static func letIn(_ server: any Channel) async {
        try? await server.setOption(.autoRead, value: false).get()
        for _ in 0..<2 {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
            try? await server.eventLoop.submit {}.get()
        }
    }

    private var child: HTTP1Channel {
        let (responder, connections, patience, logger) = (responder, connections, patience, logger)
        let date = DateHeader()
        return HTTP1Channel(
            responder: { request, writer, channel in
                let context = ThinRequestContext(source: .init(channel: channel, logger: logger))
                var response: Response
                do {
                    response = try await responder.respond(to: request, context: context)
                } catch let error as HTTPParserError {
                    throw error
                } catch {
                    response = Response(status: .internalServerError)
                }
                response.headers[.date] = date.text
                do {
                    try await writer.write(response: response.head, body: response.body)
                } catch is HTTPParserError {
                    // Told apart, or another answer would be written into this one.
                    throw BrokenAnswer()
                }
            },
            configuration: .init(
                additionalChannelHandlers: [ClientWatch(), ClientPace(patience: patience, connections: connections)],
                idleTimeout: patience))
    }

    private typealias Server = NIOAsyncChannel<HTTP1Channel.Value, Never>

    private func bind(_ quiescing: ServerQuiescingHelper, _ child: HTTP1Channel) async throws -> Server {
        let (connections, logger) = (connections, logger)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        AcceptLimit(connections), quiescing.makeServerChannelHandler(channel: channel),
                    ])
                }
            }
        switch socket {
        case .address(let host, let port):
            return try await bootstrap.bind(host: host, port: port) { child.setup(channel: $0, logger: logger) }
        case .inherited(let descriptor):
            return try await bootstrap.bind(descriptor) { child.setup(channel: $0, logger: logger) }
        }
    }

    private struct BrokenAnswer: Error {}
}
