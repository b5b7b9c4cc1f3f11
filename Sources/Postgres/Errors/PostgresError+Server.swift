private import CLibPQ

/// Letters of the fields. Source: PostgreSQL documentation, "Error and Notice Message Fields"; the header's
/// own names are character macros, which Swift doesn't import.
private enum Field: UInt8 {
    case severity = 0x53  // S
    case severityNotTranslated = 0x56  // V
    case state = 0x43  // C
    case message = 0x4D  // M
    case detail = 0x44  // D
    case hint = 0x48  // H
    case position = 0x50  // P
    case internalPosition = 0x70  // p
    case internalQuery = 0x71  // q
    case context = 0x57  // W
    case schema = 0x73  // s
    case table = 0x74  // t
    case column = 0x63  // c
    case dataType = 0x64  // d
    case constraint = 0x6E  // n
    case sourceFile = 0x46  // F
    case sourceLine = 0x4C  // L
    case sourceRoutine = 0x52  // R
}

extension PostgresError {
    /// Reads every diagnostic field of a failed result. A failure that libpq reports by itself has no
    /// SQLSTATE; on an open socket it means that the connection broke.
    init(failure result: OpaquePointer, statement: String?) {
        func field(_ field: Field) -> String? {
            guard let text = PQresultErrorField(result, Int32(field.rawValue)), text.pointee != 0 else { return nil }
            return String(cString: text)
        }
        let state = field(.state)
        self.init(
            state: state.map(SQLState.init(rawValue:)) ?? .connectionFailure,
            origin: state == nil ? .connection : .server,
            message: field(.message) ?? Self.trimmed(PQresultErrorMessage(result)))
        detail = field(.detail)
        hint = field(.hint)
        context = field(.context)
        constraint = field(.constraint)
        schema = field(.schema)
        table = field(.table)
        column = field(.column)
        dataType = field(.dataType)
        severity = field(.severityNotTranslated) ?? field(.severity)
        position = field(.position).flatMap { Int($0) }
        internalQuery = field(.internalQuery)
        internalPosition = field(.internalPosition).flatMap { Int($0) }
        sourceFile = field(.sourceFile)
        sourceLine = field(.sourceLine).flatMap { Int($0) }
        sourceRoutine = field(.sourceRoutine)
        self.statement = statement
    }

    /// Text of a libpq message without its line end.
    static func trimmed(_ message: UnsafePointer<CChar>?) -> String {
        guard let message else { return "" }
        var text = String(cString: message)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
