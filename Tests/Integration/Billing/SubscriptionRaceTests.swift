import Foundation
import Postgres
import Testing

/// What a user may have or do once, asked for by many at the same time.
@Suite(.timeLimit(.minutes(5))) struct SubscriptionRaceTests {
    /// Makes a database with the plans `team`, which can be tried, and `company`, which ranks above it, and a user.
    static func withUser(_ body: (Race, String) async throws -> Void) async throws {
        try await TestWorld.withDatabase { database in
            let user = UUID().uuidString.lowercased()
            try await database.withConnection { connection in
                _ = try await connection.script(
                    """
                    insert into billing.plans (id, name, rank, trial_days)
                    values ('team', 'Team', 50, 14), ('company', 'Company', 60, 0);
                    insert into billing.plan_prices (plan, cycle, unit_amount)
                    values ('team', 'monthly', 1000), ('company', 'monthly', 9000);
                    """)
                _ = try await connection.query("insert into auth.users (id) values (\(user)::uuid)")
            }
            try await body(Race(database: database), user)
            // Every change stands in the history, once.
            let lost = try await database.withConnection { connection in
                try await connection.query(
                    """
                    select
                    from billing.subscriptions s
                    left join billing.subscription_events e on e.user_id = s.user_id and e.subscription_id = s.id
                    group by s.user_id, s.id
                    having s.version <> count(e.version)
                    """
                ).rowCount
            }
            #expect(lost == 0)
        }
    }

    static func value(_ race: Race, _ query: Query) async throws -> String? {
        try await race.database.withConnection { try await $0.value(query) }
    }

    /// What the user's history says, in order.
    static func history(_ race: Race, _ user: String) async throws -> String? {
        try await value(
            race,
            """
            select string_agg(e.kind, ' ' order by e.created_at, e.version)
            from billing.subscription_events e where e.user_id = \(user)::uuid
            """)
    }

    @Test(arguments: [IsolationLevel.readCommitted, .serializable])
    func `a user subscribes once`(isolation: IsolationLevel) async throws {
        try await Self.withUser { race, user in
            var race = race
            race.isolation = isolation
            let outcomes = try await race.outcomes { caller in
                "select (billing.subscribe(\(user)::uuid, 'team', 'monthly', \(caller % 2 == 0))).plan"
            }
            #expect(outcomes.count { $0 == "team" } == 1, "\(outcomes)")
            #expect(outcomes.count { $0 == "TH416" } == 31, "\(outcomes)")
            #expect(try await Self.history(race, user) == "started")
        }
    }

    @Test func `an upgrade is charged once`() async throws {
        try await Self.withUser { race, user in
            _ = try await Self.value(race, "select billing.subscribe(\(user)::uuid, 'team')::text")
            let outcomes = try await race.outcomes { _ in
                "select (billing.change_plan(\(user)::uuid, 'company')).plan"
            }
            #expect(outcomes == Array(repeating: "company", count: 32))
            #expect(try await Self.value(race, "select count(*) from billing.prorations") == "1")
            #expect(try await Self.history(race, user) == "started plan_changed")
        }
    }

    @Test func `a payment begins one period`() async throws {
        try await Self.withUser { race, user in
            // Its period ended two to five days ago, within the days of grace.
            _ = try await Self.value(
                race,
                """
                select billing.subscribe(
                    \(user)::uuid, 'team', p_renews_itself => false, p_at => now() - interval '33 days'
                )::text
                """)
            let outcomes = try await race.outcomes { _ in
                "select (billing.renew_subscription(\(user)::uuid)).status"
            }
            #expect(outcomes.count { $0 == "active" } == 1, "\(outcomes)")
            #expect(outcomes.count { $0 == "TH415" } == 31, "\(outcomes)")
            #expect(try await Self.history(race, user) == "started became_past_due renewed")
        }
    }

    @Test func `what is due is advanced once, by jobs and by whoever asks`() async throws {
        try await Self.withUser { race, user in
            _ = try await Self.value(
                race,
                """
                select billing.subscribe(\(user)::uuid, 'team', p_at => now() - interval '65 days')::text
                """)
            let outcomes = try await race.outcomes { caller in
                caller % 2 == 0
                    ? "select case when billing.advance_due() <= 1 then 'active' end"
                    : "select (billing.change_plan(\(user)::uuid, 'team')).status"
            }
            #expect(outcomes == Array(repeating: "active", count: 32))
            #expect(try await Self.history(race, user) == "started renewed renewed")
        }
    }

    @Test func `whatever is asked for at the same time leaves one subscription in one state`() async throws {
        try await Self.withUser { race, user in
            _ = try await Self.value(race, "select billing.subscribe(\(user)::uuid, 'team')::text")
            let calls: [Query] = [
                "select (billing.change_plan(\(user)::uuid, 'company')).status",
                "select (billing.pause_subscription(\(user)::uuid)).status",
                "select (billing.resume_subscription(\(user)::uuid)).status",
                "select (billing.cancel_subscription(\(user)::uuid)).status",
                "select (billing.cancel_subscription(\(user)::uuid, false)).status",
                "select (billing.subscribe(\(user)::uuid, 'company')).status",
            ]
            let outcomes = try await race.outcomes { calls[$0 % calls.count] }
            let known = ["active", "paused", "canceled", "TH404", "TH415", "TH416"]
            #expect(outcomes.allSatisfy { known.contains($0) }, "\(outcomes)")
            let live = try await Self.value(race, "select count(*) from billing.subscriptions where ended_at is null")
            #expect(["0", "1"].contains(live))
        }
    }
}
