internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// Room for bodies that are being read, so that many large ones together can't use up the memory.
final class BodyRoom: Sendable {
    /// Bytes of all bodies together, beyond what each may have anyway.
    static let bytesMax = 256 * 1_048_576
    /// Bytes that each may have.
    static let freeBytes = 65_536

    private let used = Mutex(0)

    /// A place for one body; it is free again when it is let go of.
    func seat() -> Seat { Seat(self) }

    final class Seat: Sendable {
        private let room: BodyRoom
        private let taken = Mutex(0)

        fileprivate init(_ room: BodyRoom) {
            self.room = room
        }

        deinit {
            let taken = taken.withLock { $0 }
            room.used.withLock { $0 -= taken }
        }

        /// The whole body.
        ///
        /// - Throws: `Problem` 413 for one above the limit, 503 when there is no room for it.
        func body(of request: Request, bytesMax: Int) async throws -> [UInt8] {
            let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
            guard length <= 2 * bytesMax else { throw Problem.bodyTooLarge(bytesMax) }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(min(length, BodyRoom.freeBytes))
            var count = 0
            for try await buffer in request.body {
                count += buffer.readableBytes
                // Read to its end, or a client that sends all of it before it listens would see a broken connection.
                guard count <= bytesMax else {
                    guard count <= 2 * bytesMax else { break }
                    continue
                }
                try take(count)
                bytes += buffer.readableBytesView
            }
            guard count <= bytesMax else { throw Problem.bodyTooLarge(bytesMax) }
            return bytes
        }

        private func take(_ count: Int) throws(Problem) {
            let wanted = max(0, count - BodyRoom.freeBytes)
            let more = taken.withLock { taken in
                defer { taken = max(taken, wanted) }
                return max(0, wanted - taken)
            }
            guard more > 0 else { return }
            let isFull = room.used.withLock { used in
                used += more
                return used > BodyRoom.bytesMax
            }
            if isFull {
                throw Problem(
                    .serviceUnavailable, "PGRST003", "Too many large requests at once.", headers: [.retryAfter: "1"])
            }
        }
    }
}
