internal import Foundation
internal import Postgres

extension Ledger {
    /// Most items of one batch.
    public static let batchMax = 1000

    /// Makes many reservations at once, an order of magnitude faster than one by one.
    ///
    /// One user may appear many times and gets credits in the order of the items. An item that fails, fails alone.
    ///
    /// - Parameter items: 1 to 1000.
    /// - Returns: What became of each, in their order.
    /// - Throws: What fails the batch as a whole; then nothing of it took place.
    public func reserve(_ items: [ReserveItem]) async throws(CreditsError) -> [ItemAnswer] {
        try await answers(items, "credits.reserve_items")
    }

    /// Charges many reservations at once; see `reserve`.
    public func confirm(_ items: [ConfirmItem]) async throws(CreditsError) -> [ItemAnswer] {
        try await answers(items, "credits.confirm_items")
    }

    /// Releases many reservations at once; see `reserve`.
    public func release(_ items: [ReleaseItem]) async throws(CreditsError) -> [ItemAnswer] {
        try await answers(items, "credits.release_items")
    }

    /// What became of an item: its reservation, or the error that the call for it alone would have thrown.
    public typealias ItemAnswer = Result<Reservation, CreditsError>

    private func answers(
        _ items: [some Encodable], _ function: StaticString
    ) async throws(CreditsError) -> [ItemAnswer] {
        guard let json = try? JSONEncoder().encode(items) else {
            throw .invalidArgument(field: "items", hint: "items can be written as JSON")
        }
        let arguments = Query(unsafeText: "\(function)($1::jsonb)", parameters: [.bytes(Array(json))])
        let result = try await run(
            """
            select i.ordinality, i.error_code, i.error_detail, i.error_hint, \(query: Reservation.columns)
            from \(query: arguments) i
            left join lateral (select (i.reservation).*) r on true
            order by i.ordinality
            """)
        guard result.rowCount == items.count else { throw .malformed("ordinality") }
        var answers: [ItemAnswer] = []
        answers.reserveCapacity(items.count)
        for index in items.indices {
            let row = Row(result, index)
            if let code = try row.optionalText("error_code") {
                let detail = try row.optionalText("error_detail")
                let hint = try row.optionalText("error_hint")
                answers.append(.failure(CreditsError(code: code, detail: detail, hint: hint)))
            } else {
                answers.append(.success(try Reservation(row)))
            }
        }
        return answers
    }
}
