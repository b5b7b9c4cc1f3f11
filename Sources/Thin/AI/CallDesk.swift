internal import HTTPTypes
internal import Postgres
internal import Synchronization

/// The service's side of admission and settlement: calls that come together share a trip and a transaction, and what
/// couldn't be settled is tried again.
final class CallDesk: Sendable {
    /// An item of `ai.admit_many`, with what the database is told of its request beside.
    struct Request: Sendable {
        let item: String
        /// The caller, as far as calls of one take turns with those of others.
        let owner: String
    }

    /// Calls in one transaction.
    static let batchMax = 64
    /// Calls that may wait for a batch.
    static let waitingMax = 4096
    /// Calls of one caller that may.
    static let waitingPerOwnerMax = 512
    /// Settlements that may wait for the database to come back; what is beyond is left to the sweep.
    static let unsettledMax = 10_000

    private let pool: ConnectionPool
    private let admissions: CallBatches<CallAdmission>
    private let settlements: CallBatches<CallSettlement>
    private let observe: @Sendable (Observation) -> Void
    private let unsettled = Mutex<[(item: String, owner: String)]>([])

    init(_ pool: ConnectionPool, observe: @escaping @Sendable (Observation) -> Void) {
        var limits = GatherLimits()
        limits.batchMax = Self.batchMax
        limits.waitingMax = Self.waitingMax
        limits.waitingPerOwnerMax = Self.waitingPerOwnerMax
        self.pool = pool
        self.observe = observe
        admissions = CallBatches("admit", limits: limits, observe: observe) { items, patience throws(PostgresError) in
            let result = try await Self.run(Self.admit(items), patience, pool)
            return Self.answers(to: items, in: result, CallAdmission.init)
        }
        // None is turned away: what has been used has to be charged.
        limits.waitingMax = .max
        limits.waitingPerOwnerMax = .max
        settlements = CallBatches("settle", limits: limits, observe: observe) { items, patience throws(PostgresError) in
            let result = try await Self.run(Self.settle(items), patience, pool)
            return Self.answers(to: items, in: result, CallSettlement.init)
        }
    }

    /// Decides about a call.
    ///
    /// - Throws: What the database answers when it can't decide.
    func admit(_ request: Request) async throws(PostgresError) -> CallAdmission {
        try await admissions.answer(request.item, of: request.owner)
    }

    /// Settles a call; later, if it can't be done now.
    ///
    /// - Returns: Nil when it is to be done later.
    @discardableResult
    func settle(_ item: String, of owner: String) async -> CallSettlement? {
        do throws(PostgresError) {
            let settlement = try await settlements.answer(item, of: owner)
            if let code = settlement.errorCode {
                let error = PostgresError(
                    state: SQLState(rawValue: code), origin: .server, message: "a call could not be settled")
                observe(.settlingFailed(error))
            }
            return settlement
        } catch {
            observe(.settlingFailed(error))
            unsettled.withLock { if $0.count < Self.unsettledMax { $0.append((item, owner)) } }
            return nil
        }
    }

    /// Settles what couldn't be settled before.
    func settleRest() async {
        let rest = unsettled.withLock { unsettled in
            defer { unsettled = [] }
            return unsettled
        }
        guard let first = rest.first else { return }
        // One shows whether the others may try.
        guard await settle(first.item, of: first.owner) != nil else {
            return unsettled.withLock { $0 += rest.dropFirst() }
        }
        await withDiscardingTaskGroup { group in
            for (item, owner) in rest.dropFirst() { group.addTask { await self.settle(item, of: owner) } }
        }
    }

    /// Tells what running calls have used so far.
    ///
    /// - Returns: Ids and attempts of tries that their client has given up for a later one.
    func note(_ items: [String]) async -> [(callID: String, attempt: Int)] {
        do throws(PostgresError) {
            let result = try await Self.run(
                Query(
                    unsafeText: "select s.call_id, s.attempt from ai.note_many($1::jsonb) s",
                    parameters: [Self.array(items)]),
                Gatherer.lockPatience, pool)
            return (0..<result.rowCount).compactMap { row in
                guard let id = result.text(row, 0), let attempt = result.text(row, 1).flatMap({ Int($0) }) else {
                    return nil
                }
                return (id, attempt)
            }
        } catch {
            observe(.notingFailed(calls: items.count, error))
            return []
        }
    }

    private static func admit(_ items: [String]) -> Query {
        Query(
            unsafeText: "select \(CallAdmission.columns) from ai.admit_many($1::jsonb) a", parameters: [array(items)])
    }

    private static func settle(_ items: [String]) -> Query {
        Query(
            unsafeText: "select \(CallSettlement.columns) from ai.settle_many($1::jsonb) a", parameters: [array(items)])
    }

    private static func array(_ items: [String]) -> Parameter {
        .text("[\(items.joined(separator: ","))]")
    }

    private static func run(
        _ query: Query, _ lockPatience: String?, _ pool: ConnectionPool
    ) async throws(PostgresError) -> QueryResult {
        // What each item is about it says itself.
        let settings: LocalSettings = [
            "transaction_read_only": "off", "lock_timeout": lockPatience ?? "0", "request.method": "POST",
            "request.path": "/ai", "request.headers": "{}",
        ]
        do {
            return try await RetryPolicy().run { try await pool.query(query, under: settings) }
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(state: .queryCancelled, origin: .client, message: "cancelled between two tries")
        }
    }

    private static func answers<Answer>(
        to items: [String], in result: QueryResult, _ read: (QueryResult, Int) -> Answer?
    ) -> [Answer?] {
        var answers = [Answer?](repeating: nil, count: items.count)
        for row in 0..<result.rowCount {
            guard let position = result.text(row, 0).flatMap({ Int($0) }), answers.indices.contains(position - 1)
            else { continue }
            answers[position - 1] = read(result, row)
        }
        return answers
    }
}

/// What `ai.settle_many` made of a call.
struct CallSettlement: Sendable {
    /// Why it couldn't be settled; trying again wouldn't help.
    let errorCode: String?
    /// Credits, as SQL writes them.
    let charge: String?

    static let columns: StaticString = "a.ordinality, a.error_code, a.charge"

    init?(_ result: QueryResult, row: Int) {
        errorCode = result.text(row, 1)
        charge = result.text(row, 2)
    }
}
