/// Splits server-sent events into lines (HTML standard, "Parsing an event stream"), byte by byte.
struct EventLines: Sendable {
    /// What a byte is.
    enum Piece {
        /// Of an event's data.
        case data
        /// Between two lines of data.
        case lineBreak
        /// The end of an event, which had data or not.
        case end(hadData: Bool)
        /// Of anything else.
        case other
    }

    private enum Place {
        case lineStart, field, valueStart, value, skipped
    }

    private static let dataField = Array("data".utf8)

    /// Whether the last byte was a carriage return, the rest of whose line end may follow.
    private(set) var followsReturn = false
    private var place = Place.lineStart
    private var fieldBytes = 0
    private var isDataField = true
    private var dataLines = 0
    private var markBytes = 0

    /// Whether the next byte is data, unless it ends the line.
    var isInValue: Bool { place == .value && dataLines > 0 && !followsReturn }
    /// Whether an event with data has begun.
    var hasData: Bool { dataLines > 0 }

    mutating func take(_ byte: UInt8) -> Piece {
        if markBytes < 3 && skipsMark(byte) { return .other }
        defer { followsReturn = byte == 0x0D }
        if byte == 0x0A && followsReturn { return .other }
        if byte == 0x0A || byte == 0x0D { return endLine() }
        switch place {
        case .lineStart:
            fieldBytes = 0
            isDataField = true
            place = .field
            return takeField(byte)
        case .field: return takeField(byte)
        case .valueStart:
            place = .value
            return byte == 0x20 ? .other : .data
        case .value: return .data
        case .skipped: return .other
        }
    }

    /// A byte order mark may stand at the very beginning.
    private mutating func skipsMark(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if byte == mark[markBytes] {
            markBytes += 1
            return true
        }
        markBytes = 3
        return false
    }

    private mutating func takeField(_ byte: UInt8) -> Piece {
        if byte == UInt8(ascii: ":") {
            guard isDataField && fieldBytes == Self.dataField.count else {
                place = .skipped
                return .other
            }
            place = .valueStart
            dataLines += 1
            return dataLines > 1 ? .lineBreak : .other
        }
        if fieldBytes >= Self.dataField.count || Self.dataField[fieldBytes] != byte { isDataField = false }
        fieldBytes = min(fieldBytes + 1, Self.dataField.count + 1)
        return .other
    }

    private mutating func endLine() -> Piece {
        guard place == .lineStart else {
            place = .lineStart
            return .other
        }
        defer { dataLines = 0 }
        return .end(hadData: dataLines > 0)
    }
}
