internal import NIOCore
internal import NIOEmbedded
internal import NIOHTTP1
internal import NIOHTTPCompression

/// RFC 1952, by the zlib below `NIOHTTPCompression`, which has no other door than an answer on a channel.
enum Gzip {
    /// - Returns: Nil if it can't be compressed; then it is sent as it is.
    static func compress(_ bytes: ByteBuffer) -> ByteBuffer? {
        let channel = EmbeddedChannel(handler: HTTPResponseCompressor())
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        let asked = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["accept-encoding": "gzip"])
        do {
            try channel.writeInbound(HTTPServerRequestPart.head(asked))
            let parts: [HTTPServerResponsePart] = [
                .head(HTTPResponseHead(version: .http1_1, status: .ok)), .body(.byteBuffer(bytes)), .end(nil),
            ]
            for part in parts { channel.write(part, promise: nil) }
            channel.flush()
            var compressed = ByteBuffer()
            while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
                if case .body(.byteBuffer(var buffer)) = part { compressed.writeBuffer(&buffer) }
            }
            return compressed.readableBytes > 0 ? compressed : nil
        } catch {
            return nil
        }
    }
}
