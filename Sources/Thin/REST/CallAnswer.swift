package import Postgres

/// A call's answer: JSON that PostgreSQL wrote, still where it was received, perhaps among the answers of others.
package struct CallAnswer: Sendable {
    private let result: QueryResult
    private let row: Int
    private let column: Int

    package init(_ result: QueryResult, row: Int = 0, column: Int = 0) {
        self.result = result
        self.row = row
        self.column = column
    }

    /// Lends the bytes; nil for SQL null.
    package func withBytes<R>(_ body: (UnsafeRawBufferPointer?) -> R) -> R {
        result.withBytes(row, column, body)
    }
}
