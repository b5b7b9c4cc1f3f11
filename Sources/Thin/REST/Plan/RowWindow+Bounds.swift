extension RowWindow {
    /// Takes a `limit` or `offset`. An offset below zero is none, as with PostgREST.
    ///
    /// - Throws: `Problem` 400 for what is no number, 416 for a limit below zero.
    mutating func take(_ bound: QueryString.Bound, _ parameter: String) throws(Problem) {
        guard let number = Int64(bound.text) else {
            throw .refusedQuery(parameter, "\(parameter) is a whole number")
        }
        guard bound.isLimit else {
            offset = max(number, 0)
            return
        }
        guard number >= 0 else { throw .unsatisfiableRange("Limit should be greater than or equal to zero.") }
        limit = number
    }

    /// Takes a bound of a page that holds so many rows at most: whatever number it is, it is brought into range.
    mutating func clamp(_ bound: QueryString.Bound, _ parameter: String, pageMax: Int) throws(Problem) {
        let digits = bound.text.hasPrefix("-") || bound.text.hasPrefix("+") ? bound.text.dropFirst() : bound.text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .refusedQuery(parameter, "\(parameter) is a whole number")
        }
        let number = Int64(bound.text) ?? (bound.text.hasPrefix("-") ? .min : .max)
        if bound.isLimit {
            limit = min(max(number, 1), Int64(pageMax))
        } else {
            offset = max(number, 0)
        }
    }

    /// The rows that a header asks for, too.
    ///
    /// - Throws: `Problem` 416 for none.
    mutating func intersect(_ range: (first: Int64, last: Int64?)) throws(Problem) {
        if let last = range.last, last < range.first {
            throw .unsatisfiableRange(
                "The lower boundary must be lower than or equal to the upper boundary in the Range header.")
        }
        if limit == 0 { return }
        let ends = [limit.map { offset.addingReportingOverflow($0 - 1).partialValue }, range.last].compactMap { $0 }
        offset = max(offset, range.first)
        guard let end = ends.min() else { return }
        guard end >= offset else {
            throw .unsatisfiableRange(
                "The lower boundary must be lower than or equal to the upper boundary in the Range header.")
        }
        limit = end - offset + 1
    }
}
