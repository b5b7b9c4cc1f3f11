internal import Foundation

/// An address, or all that begin with the same bits (RFC 4632, RFC 4291).
struct NetworkRange: Sendable, Equatable {
    /// 4 or 16.
    private let bytes: [UInt8]
    /// How many of the bits count.
    private let length: Int

    /// Nil for what is neither an address nor a network.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)) else { return nil }
        var length = bytes.count * 8
        if parts.count == 2 {
            guard let bits = Int(parts[1]), (0...length).contains(bits), parts[1].allSatisfy(\.isNumber) else {
                return nil
            }
            length = bits
        }
        // IPv4 as a socket for both shows it.
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        if bytes.count == 16, bytes.starts(with: mapped), length >= 96 {
            self.bytes = Array(bytes.dropFirst(12))
            self.length = length - 96
        } else {
            self.bytes = bytes
            self.length = length
        }
    }

    /// Whether it is one address.
    var isAddress: Bool { length == bytes.count * 8 }

    /// Whether all of another lies in it.
    func contains(_ other: NetworkRange) -> Bool {
        guard bytes.count == other.bytes.count, length <= other.length else { return false }
        return zip(bytes, other.bytes).enumerated().allSatisfy { position, pair in
            let bits = max(0, min(8, length - position * 8))
            let mask = bits == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
            return pair.0 & mask == pair.1 & mask
        }
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var sixteen = in6_addr()
        if inet_pton(AF_INET6, text, &sixteen) == 1 { return withUnsafeBytes(of: sixteen) { Array($0) } }
        return nil
    }
}
