import Foundation
import Postgres
import Synchronization

/// Sessions that call for a handful of accounts at once, and what each call was answered when.
struct Crowd: Sendable {
    /// What callers know of each other: reservations and grants that are there.
    final class Board: Sendable {
        struct Notes {
            var reservations: [String: [String]] = [:]
            var grants: [String: [String]] = [:]
            var events: [Event] = []
        }

        let notes = Mutex(Notes())

        func note(_ call: Call, _ reply: Reply, _ begin: UInt64, _ end: UInt64) {
            notes.withLock { notes in
                if let id = reply.id, !reply.isRefusal {
                    if case .reserve = call.action { notes.reservations[call.user, default: []].append(id) }
                    if case .grant = call.action { notes.grants[call.user, default: []].append(id) }
                }
                notes.events.append(
                    Event(call: call, reply: reply, begin: begin, end: end, sequence: reply.sequence))
            }
        }
    }

    let desk: LedgerDesk
    let users: [String]
    let board = Board()

    /// Makes `count` requests, one after the other, for any of the users.
    func run(_ count: Int, seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<count {
            let request = request(&random)
            let begin = Self.now
            let replies = try await desk.send(request)
            let end = Self.now
            for (call, reply) in zip(request.calls, replies) { board.note(call, reply, begin, end) }
        }
    }

    private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

    private func request(_ random: inout SplitMix64) -> Request {
        let kind = random.pick([0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8])
        guard kind < 3, random.happens(25) else { return .single(call(kind, &random)) }
        return .batch((0..<Int.random(in: 2...6, using: &random)).map { _ in call(kind, &random) })
    }

    private func call(_ kind: Int, _ random: inout SplitMix64) -> Call {
        let user = random.pick(users)
        let notes = board.notes.withLock { ($0.reservations[user] ?? [], $0.grants[user] ?? []) }
        let reservation = notes.0.suffix(12).randomElement(using: &random) ?? UUID().uuidString.lowercased()
        let action: Call.Action =
            switch kind {
            case 0:
                .reserve(amount: random.amount(upTo: 12), units: nil, jobType: "story", seconds: 86_400)
            case 1:
                .confirm(
                    reservation: reservation, amount: random.happens(50) ? nil : random.amount(upTo: 14),
                    overage: random.pick(["reject", "available", "debt"]))
            case 2: .release(reservation: reservation)
            case 3: .refund(reservation: reservation, amount: random.happens(50) ? nil : random.amount(upTo: 3))
            case 4:
                .revoke(
                    grant: notes.1.randomElement(using: &random) ?? UUID().uuidString.lowercased(), kind: "chargeback",
                    amount: random.happens(70) ? random.amount(upTo: 6) : nil)
            case 5: .adjust(amount: (random.happens(50) ? "-" : "") + random.amount(upTo: 5))
            case 6: .setDebtLimit(amount: random.amount(upTo: 20))
            case 7:
                .grant(
                    amount: random.amount(upTo: 15), source: "purchase", priority: random.pick([1, 100]),
                    expiresAt: nil)
            default: .balance
            }
        var call = Call(user: user, action: action, key: nil)
        // Few keys for many calls: replays, and other requests under the same key, beside each other.
        if call.operation != nil, random.happens(30) { call.key = "key \(Int.random(in: 0..<40, using: &random))" }
        return call
    }

    /// The calls of one account, those that were charged in the order of their entries.
    func events(of user: String) async throws -> [Event] {
        let rows = try await desk.pool.query(
            """
            select l.reservation_id, max(l.sequence) filter (where l.kind in ('charge', 'debt'))
            from credits.ledger_entries l where l.user_id = \(user)::uuid and l.reservation_id is not null group by 1
            """)
        var charged: [String: Int] = [:]
        for row in 0..<rows.rowCount { charged[rows.text(row, 0) ?? ""] = rows.text(row, 1).flatMap { Int($0) } }
        var seen: Set<String> = []
        return board.notes.withLock { $0.events }.filter { $0.call.user == user }.sorted { $0.begin < $1.begin }
            .map { event in
                var event = event
                event.sequence = nil
                // Replays took no sequence, and which of several alike was the first isn't known.
                guard event.call.key == nil, !event.reply.isRefusal, let id = event.reply.id else { return event }
                switch event.call.action {
                case .grant, .reserve: event.sequence = event.reply.sequence
                case .confirm: event.sequence = charged[id]
                default: break
                }
                if event.sequence != nil, !seen.insert("\(event.call.operation ?? "") \(id)").inserted {
                    event.sequence = nil
                }
                return event
            }
    }
}
