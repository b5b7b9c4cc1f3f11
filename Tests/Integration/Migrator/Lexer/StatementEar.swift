import Dispatch
import Foundation
import Synchronization

/// Stands in for a server, takes every statement for done, and keeps what it was sent.
///
/// So psql itself can be asked where it splits a script, whatever is in it. Source of the messages: PostgreSQL
/// documentation, "Message Formats".
final class StatementEar: Sendable {
    /// Where psql connects to.
    let conninfo: String
    private let folder: String
    private let listener: Int32
    private let heard = Mutex<[String]>([])

    /// Listens on a socket of its own.
    init() throws {
        folder = "/tmp/ear-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        conninfo = "host=\(folder) port=5432 user=x dbname=x sslmode=disable gssencmode=disable"
        #if os(Linux)
            listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("\(folder)/.s.PGSQL.5432".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let listener = listener
        let isListening = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 && listen(listener, 8) == 0
            }
        }
        guard isListening else { throw Unexpected("no socket") }
    }

    deinit {
        close(listener)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What one psql sends when it runs files one after another, statement by statement of each.
    func statements(of files: [String]) async throws -> [[String]] {
        heard.withLock { $0 = [] }
        let end = "select 'end of file \(UUID())'"
        async let psql = ChildProcess.run(
            "/usr/bin/env", ["psql", "-qX", "-d", conninfo] + files.flatMap { ["-f", $0, "-c", end] })
        await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
            DispatchQueue(label: "thin.ear").async { [self] in
                serve()
                ended.resume()
            }
        }
        _ = try await psql
        let parts = heard.withLock { $0 }.split(separator: end, omittingEmptySubsequences: false).map { Array($0) }
        // Nothing is sent after the last file's end.
        guard parts.count == files.count + 1, parts.last == [] else { throw Unexpected("psql left files out") }
        return parts.dropLast()
    }

    private func serve() {
        let client = accept(listener, nil, nil)
        defer { close(client) }
        guard let length = number(from: client), take(length - 4, from: client) != nil else { return }
        send("R", [0, 0, 0, 0], to: client)
        send("S", Array("standard_conforming_strings\0on\0".utf8), to: client)
        send("S", Array("client_encoding\0UTF8\0".utf8), to: client)
        send("Z", [UInt8(ascii: "I")], to: client)
        while let type = take(1, from: client)?.first, let length = number(from: client),
            let body = take(length - 4, from: client)
        {
            switch type {
            case UInt8(ascii: "Q"):
                let text = String(decoding: body.dropLast(), as: UTF8.self)
                heard.withLock { $0.append(text) }
                if text.contains("stdin") {
                    send("G", [0, 0, 0], to: client)
                } else {
                    answer(client)
                }
            case UInt8(ascii: "c"), UInt8(ascii: "f"): answer(client)
            case UInt8(ascii: "X"): return
            default: continue
            }
        }
    }

    private func answer(_ client: Int32) {
        send("C", Array("DO\0".utf8), to: client)
        send("Z", [UInt8(ascii: "I")], to: client)
    }

    private func send(_ type: Character, _ body: [UInt8], to client: Int32) {
        let length = withUnsafeBytes(of: UInt32(body.count + 4).bigEndian) { Array($0) }
        let message = Array(String(type).utf8) + length + body
        _ = message.withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
    }

    private func number(from client: Int32) -> Int? {
        take(4, from: client).map { $0.reduce(0) { $0 << 8 | Int($1) } }
    }

    private func take(_ count: Int, from client: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var taken = 0
        while taken < count {
            let more = bytes.withUnsafeMutableBytes { read(client, $0.baseAddress.map { $0 + taken }, count - taken) }
            guard more > 0 else { return nil }
            taken += more
        }
        return bytes
    }
}
