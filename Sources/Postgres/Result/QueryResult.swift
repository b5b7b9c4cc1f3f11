private import CLibPQ

/// The rows a statement returned, in the buffer libpq read them into.
public final class QueryResult: Sendable {
    private let handle: ResultHandle

    /// Takes over a result.
    init(_ handle: consuming ResultHandle) {
        self.handle = handle
    }

    /// Number of rows.
    public var rowCount: Int { Int(PQntuples(handle.pointer)) }

    /// Number of columns.
    public var columnCount: Int { Int(PQnfields(handle.pointer)) }

    /// Names of the columns, in order.
    public var columnNames: [String] {
        (0..<PQnfields(handle.pointer)).map { column in
            PQfname(handle.pointer, column).map { String(cString: $0) } ?? ""
        }
    }

    /// What the server says it did, such as `INSERT 0 1`.
    public var commandTag: String {
        PQcmdStatus(handle.pointer).map { String(cString: $0) } ?? ""
    }

    /// Rows inserted, updated, deleted, selected or copied; 0 for other commands.
    public var affectedRowCount: Int {
        PQcmdTuples(handle.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// A value as text, nil for SQL null. Row and column count from 0 and must exist.
    public func text(_ row: Int, _ column: Int) -> String? {
        withBytes(row, column) { bytes in
            bytes.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// A value as text, nil for SQL null, by the column's name, which must exist.
    public func text(_ row: Int, _ column: String) -> String? {
        guard let index = index(of: column) else { preconditionFailure("no column is named \(column)") }
        return text(row, index)
    }

    /// Where a column stands, counted from 0; nil when the result has none of that name.
    public func index(of column: String) -> Int? {
        for index in 0..<PQnfields(handle.pointer) {
            if let name = PQfname(handle.pointer, index), column.utf8.elementsEqual(CStringBytes(name)) {
                return Int(index)
            }
        }
        return nil
    }

    /// Lends a value's bytes without copying them; nil for SQL null. They are valid only inside `body`.
    public func withBytes<R, Failure: Error>(
        _ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer?) throws(Failure) -> R
    ) throws(Failure) -> R {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(handle.pointer, row, column) == 0 else { return try body(nil) }
        let length = Int(PQgetlength(handle.pointer, row, column))
        return try body(UnsafeRawBufferPointer(start: PQgetvalue(handle.pointer, row, column), count: length))
    }
}

/// Bytes of a C string up to its end.
private struct CStringBytes: Sequence, IteratorProtocol {
    private var pointer: UnsafePointer<CChar>

    init(_ pointer: UnsafePointer<CChar>) {
        self.pointer = pointer
    }

    mutating func next() -> UInt8? {
        guard pointer.pointee != 0 else { return nil }
        defer { pointer += 1 }
        return UInt8(bitPattern: pointer.pointee)
    }
}
