/// Which of the rows are wanted.
package struct RowWindow: Sendable, Equatable {
    /// Rows to pass over.
    package var offset: Int64 = 0
    /// Most rows; nil for all.
    package var limit: Int64?

    package init(offset: Int64 = 0, limit: Int64? = nil) {
        self.offset = offset
        self.limit = limit
    }

    /// Whether it is all of them.
    package var isAll: Bool { offset == 0 && limit == nil }
}
