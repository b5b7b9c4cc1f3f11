import Foundation
import Postgres
import Testing

/// Uses at the limit, all at the same time: of those for which there is room none is refused, and no other passes.
@Suite(.timeLimit(.minutes(5))) struct UsageRaceTests {
    static func record(_ user: String, _ event: String, _ quantity: String = "1") -> Query {
        "select (usage.record(\(user)::uuid, 'calls', \(quantity)::numeric, \(event))).quantity"
    }

    @Test(arguments: [IsolationLevel.readCommitted, .repeatableRead, .serializable])
    func `as many pass as there is room for`(isolation: IsolationLevel) async throws {
        try await Metered.with(limits: ["'month', 'hard', 10, null"]) { metered in
            let outcomes = try await Race(database: metered.database, isolation: isolation).outcomes { caller in
                Self.record(metered.user, "event-\(caller)")
            }
            #expect(outcomes.count { $0 == "1" } == 10, "\(outcomes)")
            #expect(outcomes.count { $0 == "TH451" } == 22, "\(outcomes)")
            #expect(try await metered.used(per: "month") == "10 in 10")
        }
    }

    @Test func `the tighter of two limits decides, to the last decimal`() async throws {
        try await Metered.with(limits: ["'day', 'hard', 2.0001, null", "'month', 'hard', 10, null"]) { metered in
            let outcomes = try await Race(database: metered.database).outcomes { caller in
                Self.record(metered.user, "event-\(caller)", "0.6667")
            }
            #expect(outcomes.count { $0 == "0.6667" } == 3, "\(outcomes)")
            #expect(outcomes.count { $0 == "TH451" } == 29, "\(outcomes)")
            #expect(try await metered.used(per: "day") == "2.0001 in 3")
        }
    }

    @Test func `one event counts once, whoever comes first`() async throws {
        try await Metered.with(limits: ["'month', 'hard', 1, null"]) { metered in
            let outcomes = try await Race(database: metered.database).outcomes { _ in
                Self.record(metered.user, "event")
            }
            #expect(outcomes == Array(repeating: "1", count: 32))
            #expect(try await metered.used(per: "month") == "1 in 1")
        }
    }

    @Test func `overage passes as long as it can be paid`() async throws {
        try await Metered.with(limits: ["'month', 'soft', 5, 2"], credits: 15) { metered in
            let outcomes = try await Race(database: metered.database).outcomes { caller in
                Self.record(metered.user, "event-\(caller)")
            }
            #expect(outcomes.count { $0 == "1" } == 12, "\(outcomes)")
            #expect(outcomes.count { $0 == "TH402" } == 20, "\(outcomes)")
            let left = try await metered.value(
                "select available::text from credits.accounts where user_id = \(metered.user)::uuid")
            #expect(left == "1")
        }
    }

    @Test func `items of batches pass as long as there is room`() async throws {
        try await Metered.with(limits: ["'month', 'hard', 40, null"]) { metered in
            let outcomes = try await Race(database: metered.database).outcomes { caller in
                let items = (0..<3).map {
                    #"{"user_id":"\#(metered.user)","meter":"calls","quantity":1,"event_id":"\#(caller)-\#($0)"}"#
                }
                return """
                    select string_agg(coalesce(o.error_code, 'passed'), ' ')
                    from usage.record_many(\("[\(items.joined(separator: ","))]")::jsonb) o
                    """
            }
            let items = outcomes.flatMap { $0.split(separator: " ") }
            #expect(items.count { $0 == "passed" } == 40, "\(outcomes)")
            #expect(items.count { $0 == "TH451" } == 56, "\(outcomes)")
            #expect(try await metered.used(per: "month") == "40 in 40")
        }
    }

    @Test func `a batch that is sent by all counts once, and batches of many users don't wait for each other`()
        async throws
    {
        try await Metered.with(limits: ["'month', 'hard', 4, null"]) { metered in
            let users = (0..<8).map { _ in UUID().uuidString.lowercased() }
            try await metered.database.withConnection { connection in
                for user in users {
                    _ = try await connection.query("insert into auth.users (id) values (\(user)::uuid)")
                }
            }
            let outcomes = try await Race(database: metered.database).outcomes { _ in
                let items = users.shuffled().map {
                    #"{"user_id":"\#($0)","meter":"calls","quantity":4,"event_id":"event"}"#
                }
                return """
                    select count(o.error_code)
                    from usage.record_many(\("[\(items.joined(separator: ","))]")::jsonb) o
                    """
            }
            #expect(outcomes == Array(repeating: "0", count: 32))
            let counted = try await metered.value("select sum(quantity) from usage.counters where per = 'month'")
            #expect(counted == "32")
        }
    }

    /// Days in one order and in the other, events that several send, alone or among others, and overage.
    @Test func `who records for one user, in whatever order, never ends in a deadlock`() async throws {
        try await Metered.with(limits: ["'month', 'soft', 1, 0.01"], credits: 1000) { metered in
            let outcomes = try await Race(database: metered.database, attempts: 1).outcomes { caller in
                if caller % 4 == 0 {
                    return "select count(*) - 1 from usage.record(\(metered.user)::uuid, 'calls', 1, 'shared-3')"
                }
                return """
                    select count(o.error_code)
                    from usage.record_many((
                        select jsonb_agg(jsonb_build_object(
                            'user_id', \(metered.user)::text, 'meter', 'calls', 'quantity', 1, 'event_id', e.id,
                            'at', date_trunc('month', now(), 'UTC') - interval '1 day' * (n + 1)
                        ))
                        from generate_series(0, 19) n
                        cross join lateral (
                            values
                                (
                                    to_char(case \(caller)::integer % 2 when 0 then n else 19 - n end, 'FM00')
                                    || format('-%s', \(caller)::integer)
                                ),
                                (format('shared-%s', n % 5))
                        ) e (id)
                    )) o
                    """
            }
            #expect(outcomes == Array(repeating: "0", count: 32))
        }
    }
}
