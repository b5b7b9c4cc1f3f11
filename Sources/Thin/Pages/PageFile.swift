internal import Crypto
internal import NIOCore

/// One file as it is sent.
struct PageFile: Sendable {
    /// As `Content-Type` has it.
    let mediaType: String
    /// As `ETag` has it: a part of its SHA-256.
    let tag: String
    let plain: ByteBuffer
    /// Null for what isn't smaller by it.
    let compressed: ByteBuffer?

    init(path: String, bytes: [UInt8]) {
        mediaType = Self.mediaType(of: path)
        tag = "\"\(Self.digits(of: SHA256.hash(data: bytes)).prefix(32))\""
        plain = ByteBuffer(bytes: bytes)
        compressed = Gzip.compress(plain).flatMap { [count = bytes.count] in $0.readableBytes < count ? $0 : nil }
    }

    static func digits(of digest: SHA256Digest) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private static func mediaType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
