import Hummingbird
internal import NIOCore

extension Response {
    /// The REST surface's answer.
    init(_ answer: RESTAnswer) {
        let buffer: ByteBuffer? =
            switch answer.body {
            case .answer(let content):
                content.withBytes { bytes in bytes.map { ByteBuffer(bytes: $0) } ?? ByteBuffer(string: "null") }
            case .bytes(let bytes): ByteBuffer(bytes: bytes)
            case nil: nil
            }
        self.init(
            status: answer.status, headers: answer.headers,
            body: buffer.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody())
    }
}
