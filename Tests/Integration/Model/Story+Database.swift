import Foundation
import Postgres

extension Story {
    /// Sends a request, again as long as its reply is lost on the way or somebody ended it.
    func send(_ request: Request) async throws -> (replies: [Reply], wasRepeated: Bool) {
        guard isDisturbed else { return (try await desk.send(request), false) }
        var wasRepeated = false
        while true {
            do throws(PostgresError) {
                return (try await desk.send(request), wasRepeated)
            } catch {
                try await Self.pause(after: error)
                wasRepeated = true
            }
        }
    }

    /// Does what may be done twice, again as long as it fails by a disturbance.
    func insisting<R>(_ body: () async throws -> R) async throws -> R {
        while true {
            do {
                return try await body()
            } catch let error as PostgresError where isDisturbed {
                try await Self.pause(after: error)
            }
        }
    }

    /// - Throws: An error that no disturbance explains.
    private static func pause(after error: PostgresError) async throws {
        let isExpected =
            switch error.origin {
            case .connection, .pool: true
            case .client: false
            // 42501: the server may not write a file.
            case .server: ["57", "53", "58", "XX"].contains(error.state.class.prefix) || error.state == "42501"
            }
        guard isExpected else { throw error }
        try await Task.sleep(for: .milliseconds(5))
    }

    /// Makes everything of a user older, which is the same as waiting, without waiting.
    mutating func wait(_ user: Int, _ microseconds: Int) async throws {
        let id = accounts[user].user
        let interval = "\(microseconds) microseconds"
        let openedAt: Query = "select extract(epoch from created_at) from credits.accounts where user_id = \(id)::uuid"
        let before = try await insisting { try await desk.value(openedAt) }
        try await insisting {
            // It may have been done although nobody heard of it.
            if try await desk.value(openedAt) != before { return }
            _ = try await desk.pool.pipeline(Self.waiting(id, interval))
        }
        accounts[user].letPass(microseconds)
        for index in pasts.indices where pasts[index].user == user { pasts[index].at -= microseconds }
    }

    private static func waiting(_ user: String, _ interval: String) -> [Query] {
        [
            "select set_config('session_replication_role', 'replica', true)",
            """
            update credits.accounts set created_at = created_at - \(interval)::interval,
                held_since = held_since - \(interval)::interval, next_expiry_at = next_expiry_at - \(interval)::interval
            where user_id = \(user)::uuid
            """,
            """
            update credits.grants set created_at = created_at - \(interval)::interval,
                effective_at = effective_at - \(interval)::interval, expires_at = expires_at - \(interval)::interval
            where user_id = \(user)::uuid
            """,
            """
            update credits.reservations set created_at = created_at - \(interval)::interval,
                expires_at = expires_at - \(interval)::interval, settled_at = settled_at - \(interval)::interval
            where user_id = \(user)::uuid
            """,
            """
            update credits.ledger_entries set created_at = created_at - \(interval)::interval
            where user_id = \(user)::uuid
            """,
        ]
    }

    /// Compares a balance of the past.
    func look(at past: Int) async throws {
        let (user, at, balance) = pasts[past]
        let given = try await insisting {
            try await desk.value(
                """
                select concat_ws(' ', trim_scale(b.available), trim_scale(b.held), trim_scale(b.debt))
                from credits.balance_at(
                    \(accounts[user].user)::uuid, timestamptz 'epoch' + \("\(at) microseconds")::interval
                ) b
                """)
        }
        if given != balance { throw mismatch("the balance at \(at) was \(balance), balance_at says \(given ?? "-")") }
    }

    /// Settles who took part, as the call that was sent twice may have done.
    mutating func bringUpToDate(_ request: Request) async throws {
        for index in accounts.indices where request.calls.contains(where: { $0.user == accounts[index].user }) {
            let user = accounts[index].user
            try await insisting { _ = try await desk.pool.query("select credits.settle(\(user)::uuid)") }
            accounts[index].settle(at: Self.now)
        }
    }

    /// Learns ids and times of grants that calls made besides what they replied.
    mutating func learn(from request: Request) async throws {
        for call in request.calls {
            switch call.action {
            case .refund, .adjust:
                if let index = accounts.firstIndex(where: { $0.user == call.user }) {
                    try await learn(index)
                }
            default: break
            }
        }
    }

    /// Learns ids and times of all of a user's grants.
    mutating func learn(_ index: Int) async throws {
        let user = accounts[index].user
        let rows = try await insisting {
            try await desk.pool.query(
                """
                select id, (extract(epoch from expires_at) * 1000000)::bigint
                from credits.grants where user_id = \(user)::uuid order by sequence
                """)
        }
        guard rows.rowCount == accounts[index].grants.count else {
            throw mismatch("\(user) has \(rows.rowCount) grants, should have \(accounts[index].grants.count)")
        }
        for row in 0..<rows.rowCount {
            let expiresAt = rows.text(row, 1).flatMap { Int($0) }
            let expected = accounts[index].grants[row].expiresAt
            guard (expiresAt == nil) == (expected == nil), abs((expiresAt ?? 0) - (expected ?? 0)) < Self.margin else {
                throw mismatch("grant \(row) of \(user) expires at \(expiresAt ?? 0), should at \(expected ?? 0)")
            }
            let isSoonest = accounts[index].nextExpiryAt == expected
            accounts[index].grants[row].id = rows.text(row, 0) ?? ""
            accounts[index].grants[row].expiresAt = expiresAt
            if isSoonest, let expiresAt { accounts[index].nextExpiryAt = expiresAt }
        }
    }
}
