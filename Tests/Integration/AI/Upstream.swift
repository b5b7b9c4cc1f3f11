import Foundation
import Synchronization

/// A provider on the loopback interface that does what a test tells it to: well or badly.
///
/// A request whose body holds `script:name` is answered by that script, any other as its route wants.
final class Upstream: Sendable {
    /// What is done in answer to a request, step by step.
    enum Step: Sendable {
        case send(String)
        /// A piece of a chunked body.
        case chunk(String)
        case pause(Duration)
        /// Waits until the test lets it go on.
        case wait
        /// Hangs up.
        case close
        /// Hangs up without a farewell.
        case reset
    }

    /// A request as it came.
    struct Received: Sendable {
        let head: String
        let body: String

        /// A header's value; names in lower case.
        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name {
                    return parts[1].trimmingCharacters(in: .whitespaces)
                }
            }
            return nil
        }
    }

    /// The start of a stream.
    static let eventStream = Step.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
            + "Set-Cookie: planted=1\r\nopenai-organization: planted\r\nx-request-id: req_stream\r\n\r\n")
    /// The end of a chunked body.
    static let lastChunk = Step.send("0\r\n\r\n")

    let port: Int
    private let descriptor: Int32
    private let state = Mutex(State())
    private let gate = DispatchSemaphore(value: 0)

    private struct State {
        var scripts: [String: [Step]] = [:]
        var received: [Received] = []
        var connections = 0
    }

    init() throws {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, kind, 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 512) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw TestCluster.Unavailable(description: "no port for a provider") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                state.withLock { $0.connections += 1 }
                let thread = Thread { [self] in serve(connection) }
                thread.stackSize = 256 * 1024
                thread.start()
            }
        }
    }

    /// Takes no more connections.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// What `script:name` does.
    func script(_ name: String, _ steps: [Step]) {
        state.withLock { $0.scripts[name] = steps }
    }

    /// Lets so many scripts go on.
    func letGo(_ count: Int = 1) {
        for _ in 0..<count { gate.signal() }
    }

    /// Requests so far.
    var received: [Received] { state.withLock { $0.received } }

    /// Connections so far.
    var connections: Int { state.withLock { $0.connections } }

    /// Requests whose body holds a text.
    func received(holding text: String) -> [Received] { received.filter { $0.body.contains(text) } }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var buffer: [UInt8] = []
        while let request = Self.read(from: connection, &buffer) {
            let steps = state.withLock { state in
                state.received.append(request)
                let name = request.body.firstMatch(of: /script:([a-z0-9-]+)/).map { String($0.1) }
                return name.flatMap { state.scripts[$0] } ?? Self.usual(request)
            }
            for step in steps {
                guard carryOut(step, on: connection) else { return }
            }
        }
    }

    private func carryOut(_ step: Step, on connection: Int32) -> Bool {
        switch step {
        case .send(let text): return Self.write(text, to: connection)
        case .chunk(let text):
            return Self.write("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n", to: connection)
        case .pause(let duration):
            Thread.sleep(
                forTimeInterval: Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
            return true
        case .wait:
            return gate.wait(timeout: .now() + 40) == .success
        case .close: return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
            return false
        }
    }

    private static func read(from connection: Int32, _ buffer: inout [UInt8]) -> Received? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                let length = head.lowercased().firstMatch(of: /content-length: *([0-9]+)/).flatMap { Int($0.1) } ?? 0
                if buffer.count >= end.upperBound + length {
                    let body = String(decoding: buffer[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
                    buffer.removeFirst(end.upperBound + length)
                    return Received(head: head, body: body)
                }
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    private static func write(_ text: String, to connection: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if os(Linux)
                    Glibc.send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                #else
                    Darwin.send(connection, bytes.baseAddress, bytes.count, 0)
                #endif
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

#if os(Linux)
    import Glibc
#else
    import Darwin
#endif
