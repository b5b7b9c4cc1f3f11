/// Which statements a connection has prepared, by SQL text, the least recently used given up first.
///
/// A statement counts as prepared only once its Parse has been answered. It knows nothing of libpq.
package struct StatementCache {
    /// How to run a text.
    package enum Plan: Equatable {
        /// Prepared earlier, or by an earlier statement of the same pipeline.
        case prepared(name: String)
        /// To be prepared under this name first.
        case fresh(name: String)
        /// Not worth a name: caching is off, the text is too long, or one pipeline uses more texts than fit.
        case unnamed
    }

    private struct Entry {
        let name: String
        var isParsed = false
        /// Number of the pipeline that used it last.
        var lastUse: UInt64
    }

    /// Most bytes of all texts, and of one. What the server keeps of a statement is a multiple of its text: of hundreds
    /// of joins that a client thought of, some 20 MB on every connection.
    package static let textBytesMax = 131_072, longestTextBytes = 8192

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var textBytes = 0
    private var pipelineNumber: UInt64 = 0
    private var namesGiven = 0
    /// Names the server still knows and should forget.
    package private(set) var evicted: [String] = []

    /// - Parameter capacity: Most statements kept; 0 turns names off, which a transaction pooler needs.
    package init(capacity: Int) {
        self.capacity = capacity
        entries.reserveCapacity(capacity)
    }

    /// Number of statements that count as prepared.
    package var count: Int { entries.values.count { $0.isParsed } }

    /// Begins a pipeline; what it uses isn't evicted before the next.
    package mutating func beginPipeline() {
        pipelineNumber += 1
    }

    /// Decides how the current pipeline runs a text.
    package mutating func plan(for text: String) -> Plan {
        let bytes = text.utf8.count
        guard capacity > 0, bytes <= Self.longestTextBytes else { return .unnamed }
        if let index = entries.index(forKey: text) {
            entries.values[index].lastUse = pipelineNumber
            return .prepared(name: entries.values[index].name)
        }
        while entries.count >= capacity || textBytes + bytes > Self.textBytesMax {
            guard evictOldest() else { return .unnamed }
        }
        namesGiven += 1
        let name = "s\(namesGiven)"
        entries[text] = Entry(name: name, lastUse: pipelineNumber)
        textBytes += bytes
        return .fresh(name: name)
    }

    /// The server has answered the Parse of a text.
    package mutating func parsed(_ text: String) {
        entries[text]?.isParsed = true
    }

    /// Drops a text whose Parse failed or was skipped; the server doesn't know its name.
    package mutating func notParsed(_ text: String) {
        guard let entry = entries[text], !entry.isParsed else { return }
        entries[text] = nil
        textBytes -= text.utf8.count
    }

    /// Drops every text that was planned and then not sent or not answered.
    package mutating func dropUnparsed() {
        entries = entries.filter(\.value.isParsed)
        textBytes = entries.keys.reduce(0) { $0 + $1.utf8.count }
    }

    /// Drops a text whose plan is stale; the server is to forget its name too.
    package mutating func forget(_ text: String) {
        guard let entry = entries.removeValue(forKey: text) else { return }
        textBytes -= text.utf8.count
        evicted.append(entry.name)
    }

    /// Drops everything because the server has forgotten the names.
    package mutating func forgetAll() {
        entries.removeAll(keepingCapacity: true)
        textBytes = 0
        evicted.removeAll()
    }

    /// The server has forgotten an evicted name.
    package mutating func deallocated(_ name: String) {
        evicted.removeAll { $0 == name }
    }

    private mutating func evictOldest() -> Bool {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }),
            oldest.value.lastUse < pipelineNumber, oldest.value.isParsed
        else { return false }
        forget(oldest.key)
        return true
    }
}
