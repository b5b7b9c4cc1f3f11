/// The name of a file that a server archives: 24 hexadecimal digits (timeline, number), perhaps with the place of a
/// backup, or a timeline's history. Source: PostgreSQL's xlog_internal.h.
package struct SegmentName: Equatable, Sendable {
    /// The name itself.
    package let text: String

    /// - Throws: `BackupError.unknownSegment`.
    package init(_ text: String) throws(BackupError) {
        let isKnown =
            text.wholeMatch(of: /[0-9A-F]{24}(\.[0-9A-F]{8}\.backup|\.partial)?/) != nil
            || text.wholeMatch(of: /[0-9A-F]{8}\.history/) != nil
        guard isKnown else { throw .unknownSegment(text) }
        self.text = text
    }

    /// The segment of a place in the log; `place` and `size` are bytes.
    package init(timeline: Int, place: UInt64, size: UInt64) {
        let number = place / size
        let perFile = 0x1_0000_0000 / size
        text = [UInt64(timeline), number / perFile, number % perFile].map { part in
            let digits = String(part, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        }.joined()
    }

    /// Whether it tells how timelines came about.
    package var isHistory: Bool { text.hasSuffix(".history") }

    /// The folder it is kept in: few enough files each.
    package var folder: String { isHistory ? "history" : String(text.prefix(16)) }

    /// Whether it lies before another one in the log, on whatever timeline.
    package func isBefore(_ other: SegmentName) -> Bool {
        !isHistory && text.dropFirst(8).prefix(16) < other.text.dropFirst(8).prefix(16)
    }
}
