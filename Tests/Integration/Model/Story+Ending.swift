import Foundation
import Postgres

extension Story {
    /// Takes over what a sweep did.
    mutating func sweep() {
        for index in accounts.indices { accounts[index].sweep(at: Self.now) }
    }

    /// Takes over what a run of the compensation queue did.
    mutating func settleCompensations() async throws {
        for index in accounts.indices where accounts[index].compensations.contains(where: { !$0.isSettled }) {
            accounts[index].settleCompensations(at: Self.now)
            try await learn(index)
        }
    }

    /// Compares everything that is stored: the account, what remains of every grant, how every reservation ended.
    func compare() async throws {
        for account in accounts {
            let stored = try await insisting {
                try await desk.value(
                    """
                    select concat_ws(
                        '; ',
                        (
                            select concat_ws(' ', trim_scale(a.available), trim_scale(a.held), trim_scale(a.debt))
                            from credits.accounts a where a.user_id = \(account.user)::uuid
                        ),
                        (
                            select string_agg(trim_scale(g.remaining)::text, ' ' order by g.sequence)
                            from credits.grants g where g.user_id = \(account.user)::uuid
                        ),
                        (
                            select string_agg(concat(r.status, ' ', trim_scale(r.charged)), ', ' order by r.sequence)
                            from credits.all_reservations r where r.user_id = \(account.user)::uuid
                        )
                    )
                    """)
            }
            let expected = [
                account.stored, account.grants.map(\.remaining.text).joined(separator: " "),
                account.reservations.map { "\($0.status) \($0.charged.text)" }.joined(separator: ", "),
            ].filter { !$0.isEmpty }.joined(separator: "; ")
            if stored != expected {
                throw mismatch("\(account.user)\n    expected \(expected)\n    stored   \(stored ?? "nothing")")
            }
        }
    }

    /// Waits until nothing can be held any more and shows that nothing is.
    mutating func outlive() async throws {
        for index in accounts.indices { try await wait(index, 90_000_000_000) }
        for account in accounts {
            let given = try await insisting {
                try await desk.value("select held from credits.current_balance(\(account.user)::uuid)")
            }
            if given != "0" { throw mismatch("\(account.user) still holds \(given ?? "-") a day later") }
        }
    }

    /// Waits until all that happened may be archived.
    mutating func growOld() async throws {
        for index in accounts.indices { try await wait(index, 200 * 86_400_000_000) }
    }

    /// Compares all balances of the past that are remembered.
    func compareThePast() async throws {
        for past in pasts.indices { try await look(at: past) }
    }
}
