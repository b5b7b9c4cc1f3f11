package import Hummingbird
internal import NIOCore

/// What a route knows of its request beside the request itself.
package struct ThinRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Goes out with the answer, into the log and to the database.
    package var requestID: String
    /// The trace it belongs to, if its client says so.
    package var trace: TraceContext?
    /// Where the request came from: the peer's address, or what a trusted proxy says.
    package var address: String?
    /// Where the connection comes from, whatever a proxy says.
    let peer: String?
    /// The port it came in at.
    let port: Int?
    /// Whether the peer is still there.
    package let connection: ClientConnection?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = ""
        peer = source.channel.remoteAddress?.ipAddress
        address = peer
        port = source.channel.localAddress?.port
        connection = ClientConnection.of(source.channel)
    }
}
