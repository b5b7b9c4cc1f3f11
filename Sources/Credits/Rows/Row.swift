internal import Foundation
internal import Postgres

/// A row of an answer, read by names.
struct Row {
    private let result: QueryResult
    private let index: Int

    init(_ result: QueryResult, _ index: Int) {
        self.result = result
        self.index = index
    }

    func optionalText(_ column: String) throws(CreditsError) -> String? {
        guard index < result.rowCount, let position = result.index(of: column) else { throw .malformed(column) }
        return result.text(index, position)
    }

    func text(_ column: String) throws(CreditsError) -> String {
        guard let text = try optionalText(column) else { throw .malformed(column) }
        return text
    }

    func amount(_ column: String) throws(CreditsError) -> Decimal {
        guard let amount = Decimal(exactly: try text(column)) else { throw .malformed(column) }
        return amount
    }

    func id(_ column: String) throws(CreditsError) -> UUID {
        guard let id = UUID(uuidString: try text(column)) else { throw .malformed(column) }
        return id
    }

    func integer(_ column: String) throws(CreditsError) -> Int {
        guard let integer = Int(try text(column)) else { throw .malformed(column) }
        return integer
    }

    /// A column that holds seconds since 1970, so that neither `DateStyle` nor time zone matter.
    func optionalDate(_ column: String) throws(CreditsError) -> Date? {
        guard let text = try optionalText(column) else { return nil }
        guard let seconds = Double(text) else { throw .malformed(column) }
        return Date(timeIntervalSince1970: seconds)
    }

    func date(_ column: String) throws(CreditsError) -> Date {
        guard let date = try optionalDate(column) else { throw .malformed(column) }
        return date
    }
}
