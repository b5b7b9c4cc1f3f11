internal import Postgres

extension Gatherer {
    /// How long what others wait for waits for an account that somebody has locked. After that its calls go on by
    /// themselves, so that only those of that account wait.
    static let lockPatience = "250ms"

    /// Sends a batch and hands each call its answer.
    func send(_ calls: [Waiting], _ group: GatheredCall.Group) async {
        let start = ContinuousClock.now
        do throws(PostgresError) {
            // Calls of a group have one token, so one look tells whether its session has ended. If so the batch is
            // refused, and each of its calls, going on by itself, with it.
            var queries = [group.settings.query]
            queries += try await ownership.checks(of: group.caller)
            queries.append(group.function.query(of: calls.map(\.call.item)))
            let results = try await pool.pipeline(queries)
            hand(results[results.count - 1], to: calls)
            observe(
                .gathered(function: group.function.rawValue, calls: calls.count, took: ContinuousClock.now - start))
        } catch {
            observe(.gatherFailed(function: group.function.rawValue, calls: calls.count, error))
            if error.leavesNothing {
                setApart(calls)
            } else {
                for waiting in calls { waiting.caller.resume(returning: .failed(error)) }
            }
        }
    }

    private func hand(_ result: QueryResult, to calls: [Waiting]) {
        var rest = calls.map { Optional($0) }
        for row in 0..<result.rowCount {
            guard let position = result.text(row, 0).flatMap({ Int($0) }), rest.indices.contains(position - 1) else {
                continue
            }
            let waiting = rest[position - 1]
            rest[position - 1] = nil
            guard let code = result.text(row, 2) else {
                waiting?.caller.resume(returning: .answered(CallAnswer(result, row: row, column: 1)))
                continue
            }
            if code == Self.badArgument, let waiting {
                // It did nothing. The single function says what is wrong in its own words.
                setApart([waiting])
                continue
            }
            var error = PostgresError(state: SQLState(rawValue: code), origin: .server, message: "a call failed")
            error.detail = result.text(row, 3)
            error.hint = result.text(row, 4)
            waiting?.caller.resume(returning: .failed(error))
        }
        for case let waiting? in rest { waiting.caller.resume(returning: .failed(.unanswered)) }
    }

    private static let badArgument = "TH001"
}

extension GatheredCall.Function {
    /// The batch as a statement: a row for each item, in whatever order.
    ///
    /// - Parameter items: JSON objects.
    func query(of items: [[UInt8]]) -> Query {
        var array: [UInt8] = []
        array.reserveCapacity(items.reduce(2) { $0 + $1.count + 1 })
        array.append(UInt8(ascii: "["))
        for item in items {
            if array.count > 1 { array.append(UInt8(ascii: ",")) }
            array += item
        }
        array.append(UInt8(ascii: "]"))
        return Query(unsafeText: text, parameters: [.bytes(array)])
    }

    private var text: String {
        switch self {
        case .reserve: Self.columns + "credits.reserve_items($1::jsonb) a"
        case .confirm: Self.columns + "credits.confirm_items($1::jsonb) a"
        case .release: Self.columns + "credits.release_items($1::jsonb) a"
        }
    }

    private static let columns =
        "select a.ordinality, to_json(a.reservation), a.error_code, a.error_detail, a.error_hint from "
}

extension GatheredCall.Group {
    /// As a single call's, save for the request's id, which each item brings along.
    fileprivate var settings: LocalSettings {
        [
            "transaction_read_only": "off",
            "lock_timeout": Gatherer.lockPatience,
            "request.method": "POST",
            "request.path": "/rest/v1/rpc/\(function.rawValue)",
            "request.address": address ?? "",
            "request.headers": RequestScope.headers(agent: agent),
            "request.jwt.claims": caller.claims,
            "role": caller.role,
        ]
    }
}

extension PostgresError {
    /// Whether the transaction it ended certainly left nothing behind: the server said so and stayed, or the statement
    /// never left.
    var leavesNothing: Bool {
        (origin == .server && connectionIsUsable) || origin == .client
    }

    /// The batch was answered, but one of its calls was not.
    fileprivate static let unanswered = PostgresError(
        state: .protocolViolation, origin: .client, message: "a batch left a call unanswered")
}
