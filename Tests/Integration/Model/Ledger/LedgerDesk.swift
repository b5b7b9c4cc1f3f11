import Postgres
import Synchronization

/// Sends requests to the database as a service does, and reads its replies.
struct LedgerDesk: Sendable {
    let pool: ConnectionPool
    /// Milliseconds that statements may take, one of which is taken by chance for each request; empty for any time.
    var timeouts: [Int] = []

    /// Requests that were replied to.
    let replied = Count()

    init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// A number that only grows.
    final class Count: Sendable {
        private let number = Atomic(0)
        var value: Int { number.load(ordering: .relaxed) }
        func increase() { number.add(1, ordering: .relaxed) }
    }

    /// A reply a call, in order.
    ///
    /// - Throws: `PostgresError` for whatever is no refusal.
    func send(_ request: Request) async throws(PostgresError) -> [Reply] {
        do {
            let results = try await pool.pipeline([
                """
                select set_config('role', 'service_role', true),
                    set_config('statement_timeout', \(String(timeouts.randomElement() ?? 0)), true)
                """,
                request.query,
            ])
            replied.increase()
            guard let rows = results.last else { return [] }
            return (0..<rows.rowCount).map { Self.reply(rows, $0, isBatch: request.isBatch) }
        } catch {
            guard case SQLState.Class("TH") = error.state else { throw error }
            return [Reply(facts: Refusal(code: error.state.rawValue, detail: error.detail).facts)]
        }
    }

    /// Waits until so many more requests were replied to.
    func replies(more count: Int) async throws {
        let target = replied.value + count
        while replied.value < target { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// The first value of a statement's only row, run as the superuser.
    func value(_ query: Query) async throws(PostgresError) -> String? {
        let rows = try await pool.query(query)
        return rows.rowCount > 0 ? rows.text(0, 0) : nil
    }

    private static func reply(_ rows: QueryResult, _ row: Int, isBatch: Bool) -> Reply {
        if isBatch, let refusal = rows.text(row, 0), !refusal.isEmpty { return Reply(facts: refusal) }
        let first = isBatch ? 1 : 0
        func number(_ column: Int) -> Int? { rows.text(row, first + column).flatMap { Int($0) } }
        return Reply(
            facts: rows.text(row, first) ?? "", id: rows.text(row, first + 1), madeAt: number(2), expiresAt: number(3),
            sequence: number(4))
    }
}

extension Request {
    /// Whether it stands for several calls.
    fileprivate var isBatch: Bool {
        if case .batch = self { true } else { false }
    }
}
