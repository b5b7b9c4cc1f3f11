import Postgres

extension Request {
    /// The statement; a row a call.
    var query: Query {
        switch self {
        case .single(let call): call.query
        case .batch(let calls): Self.batchQuery(calls)
        }
    }

    private static func batchQuery(_ calls: [Call]) -> Query {
        let function =
            switch calls.first?.action {
            case .reserve: "reserve_items"
            case .confirm: "confirm_items"
            default: "release_items"
            }
        let items = "[\(calls.map(\.item).joined(separator: ","))]"
        return """
            select concat_ws(' ', a.error_code, a.error_detail),
                \(query: Query(unsafeText: Call.reservationColumns))
            from credits.\(identifier: Identifier(function))(\(items)::jsonb) a
            cross join lateral (select (a.reservation).*) r
            """
    }
}

extension Call {
    /// The call as an item of a batch.
    fileprivate var item: String {
        var members = ["user_id": user]
        members["idempotency_key"] = key
        switch action {
        case .reserve(let amount, let units, let jobType, let seconds):
            members["amount"] = amount
            members["units"] = units
            members["job_type"] = jobType
            members["ttl"] = "\(seconds) seconds"
        case .confirm(let reservation, let amount, let overage):
            members["reservation_id"] = reservation
            members["amount"] = amount
            members["overage"] = overage
        case .release(let reservation):
            members["reservation_id"] = reservation
        default: break
        }
        // Numbers are read from strings as from numbers.
        return "{\(members.sorted { $0.key < $1.key }.map { #""\#($0)":"\#($1)""# }.joined(separator: ","))}"
    }
}
