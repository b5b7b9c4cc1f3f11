import Dispatch
import Foundation
import Synchronization

/// A TCP connection to a service over which a test says exactly what it wants to.
final class Wire: Sendable {
    /// The connection ended or stalled where an answer was due.
    struct Ended: Error {}

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "thin.wire")
    private let received = Mutex<[UInt8]>([])

    /// Connects over the loopback interface.
    init(port: Int) throws {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, kind, 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var patience = timeval(tv_sec: 40, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let descriptor = descriptor
        let isConnected = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if !isConnected { throw Ended() }
    }

    deinit {
        close(descriptor)
    }

    /// Ends both directions at once, as a client does that went away.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws {
        try await blocking { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { bytes in
                    #if os(Linux)
                        Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                    #else
                        Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
                    #endif
                }
                if count <= 0 { throw Ended() }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Sends text as it is.
    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Waits for the next answer.
    ///
    /// - Parameter hasBody: False for what answers `HEAD`.
    func answer(hasBody: Bool = true) async throws -> Answer {
        try await blocking { [self] in
            while true {
                if let answer = received.withLock({ Answer.take(from: &$0, hasBody: hasBody) }) { return answer }
                try receive()
            }
        }
    }

    /// Waits until the other side hangs up.
    func end() async throws {
        try await blocking { [self] in
            while true {
                do { try receive() } catch { return }
            }
        }
    }

    /// Waits until the other side hangs up.
    ///
    /// - Returns: All that came and was no answer yet.
    func everything() async throws -> [UInt8] {
        try await end()
        return received.withLock { $0 }
    }

    /// Waits until what has come holds a text.
    func arrival(of text: String) async throws {
        try await blocking { [self] in
            while received.withLock({ $0.firstRange(of: Array(text.utf8)) == nil }) { try receive() }
        }
    }

    private func receive() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { throw Ended() }
        received.withLock { $0 += chunk[..<count] }
    }

    /// Reading and writing block, so they have a thread that isn't the cooperative pool's.
    private func blocking<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}

#if os(Linux)
    import Glibc
#else
    import Darwin
#endif
