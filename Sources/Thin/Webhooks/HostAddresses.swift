internal import Dispatch
internal import Foundation

/// The addresses of a host, found as the system finds them.
struct HostAddresses: Sendable {
    /// `getaddrinfo` blocks, so it has threads that aren't the cooperative pool's.
    private static let queue = DispatchQueue(label: "thin.addresses", attributes: .concurrent)

    /// The addresses as text; none when the host isn't known.
    static func of(_ host: String) async -> [String] {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: find(host)) }
        }
    }

    private static func find(_ host: String) -> [String] {
        var hints = addrinfo()
        #if os(Linux)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let found = entry {
            if let address = text(of: found.pointee) { addresses.append(address) }
            entry = found.pointee.ai_next
        }
        return addresses
    }

    private static func text(of entry: addrinfo) -> String? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard code == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
