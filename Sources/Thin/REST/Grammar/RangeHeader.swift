/// The header `Range` with its unit `items`: `0-9`, `10-`.
package enum RangeHeader {
    /// Nil for what isn't one, which is then ignored.
    ///
    /// - Returns: The first and the last row, counted from 0; the last is nil for all that follow.
    package static func read(_ text: String) -> (first: Int64, last: Int64?)? {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, isNumber(parts[0]), let first = Int64(parts[0]) else { return nil }
        if parts[1].isEmpty { return (first, nil) }
        guard isNumber(parts[1]), let last = Int64(parts[1]) else { return nil }
        return (first, last)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
