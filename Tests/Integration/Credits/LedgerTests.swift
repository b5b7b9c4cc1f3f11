import Credits
import Foundation
import Postgres
import Testing

/// The typed calls, one by one.
@Suite(.ledger, .timeLimit(.minutes(5))) struct LedgerTests {
    @Test func `what is granted is reserved, confirmed and released`() async throws {
        let world = try LedgerWorld.current
        let (ledger, user) = (world.ledger, try await world.makeUser(0))
        let expiresAt = Date(timeIntervalSince1970: 4_000_000_000)
        let grant = try await ledger.grant(
            100, to: user, source: .promotion, expiresAt: expiresAt, priority: 5, metadata: ["campaign": "autumn"])
        #expect(grant.userID == user && grant.amount == 100 && grant.remaining == 100 && grant.priority == 5)
        #expect(grant.source == .promotion && grant.expiresAt == expiresAt)

        let before = Date()
        let held = try await ledger.reserve(
            30, for: user, jobType: "image", jobID: "j1", ttl: .seconds(90), description: "A lighthouse",
            metadata: ["pages": 3])
        #expect(held.userID == user && held.amount == 30 && held.charged == 0 && held.status == .reserved)
        #expect(held.jobType == "image" && held.jobID == "j1" && held.settledAt == nil)
        #expect(abs(held.createdAt.timeIntervalSince(before)) < 300)
        #expect(abs(held.expiresAt.timeIntervalSince(held.createdAt) - 90) < 0.001)
        try await world.expect(user, available: 70, held: 30)

        let confirmed = try await ledger.confirm(held.id, of: user, cost: 12)
        #expect(confirmed.status == .confirmed && confirmed.charged == 12 && confirmed.settledAt != nil)
        let second = try await ledger.reserve(8, for: user, jobType: "image")
        #expect(try await ledger.release(second.id, of: user, reason: "not needed").status == .released)
        try await world.expect(user, available: 88)
    }

    @Test(arguments: [
        "0.0001", "0.1", "1234567.8901", "9999999999999.9999", "10000000000000", "3.3", "1", "100",
    ]) func `amounts are exact to the last decimal`(text: String) async throws {
        let world = try LedgerWorld.current
        let amount = try #require(Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")))
        let user = try await world.makeUser(amount)
        #expect(try await world.ledger.balance(of: user).available == amount)
        let held = try await world.ledger.reserve(amount, for: user, jobType: "image")
        #expect(held.amount == amount)
        let stored = try await world.database.withConnection { connection in
            try await connection.value(
                "select amount::text from credits.reservations where user_id = \(user.uuidString)::uuid")
        }
        #expect(stored == text)
        #expect(try await world.ledger.confirm(held.id, of: user).charged == amount)
        try await world.expect(user, available: 0)
    }

    @Test(arguments: [Decimal.nan, 0, -1, Decimal(string: "0.00001") ?? 0, Decimal(string: "1e30") ?? 0])
    func `an amount that is none is refused`(amount: Decimal) async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser()
        await expectFailure("invalidArgument(amount)") {
            _ = try await world.ledger.reserve(amount, for: user, jobType: "image")
        }
        await expectFailure("invalidArgument(amount)") {
            try await world.ledger.grant(amount, to: user, source: .purchase)
        }
        let answers = try await world.ledger.reserve([.init(userID: user, amount: amount, jobType: "image")])
        await expectFailure("invalidArgument(amount)") { _ = try answers[0].get() }
        try await world.expect(user, available: 100)
    }

    @Test func `a request repeated under its key gets the first answer, another one doesn't`() async throws {
        let world = try LedgerWorld.current
        let (ledger, user) = (world.ledger, try await world.makeUser())
        let first = try await ledger.reserve(5, for: user, jobType: "image", idempotencyKey: "k")
        #expect(try await ledger.reserve(5, for: user, jobType: "image", idempotencyKey: "k") == first)
        await expectFailure("idempotencyKeyReused") {
            _ = try await ledger.reserve(6, for: user, jobType: "image", idempotencyKey: "k")
        }
        let charged = try await ledger.confirm(first.id, of: user, cost: 2, idempotencyKey: "c")
        #expect(try await ledger.confirm(first.id, of: user, cost: 2, idempotencyKey: "c") == charged)
        let grant = try await ledger.grant(1, to: user, source: .purchase, idempotencyKey: "g")
        #expect(try await ledger.grant(1, to: user, source: .purchase, idempotencyKey: "g").id == grant.id)
        try await world.expect(user, available: 99)
    }

    @Test func `each refusal is a case`() async throws {
        let world = try LedgerWorld.current
        let (ledger, user) = (world.ledger, try await world.makeUser(10))
        await expectFailure("insufficientCredits") { _ = try await ledger.reserve(11, for: user, jobType: "image") }
        await expectFailure("notFound(\"account\")") { _ = try await ledger.reserve(1, for: UUID(), jobType: "image") }
        await expectFailure("notFound(\"account\")") { _ = try await ledger.balance(of: UUID()) }
        await expectFailure("notFound(\"reservation\")") { try await ledger.confirm(UUID(), of: user) }
        await expectFailure("invalidArgument(job_type)") { _ = try await ledger.reserve(1, for: user, jobType: "A b") }
        await expectFailure("invalidArgument(ttl)") {
            _ = try await ledger.reserve(1, for: user, jobType: "image", ttl: .milliseconds(999))
        }
        await expectFailure("invalidArgument(source)") {
            try await ledger.grant(1, to: user, source: GrantSource(rawValue: "luck"))
        }
        await expectFailure("invalidArgument(metadata)") {
            _ = try await ledger.reserve(1, for: user, jobType: "image", metadata: ["secret": "x"])
        }
        let held = try await ledger.reserve(1, for: user, jobType: "image", ttl: .seconds(1))
        await expectFailure("invalidArgument(amount)") { try await ledger.confirm(held.id, of: user, cost: 2) }
        await expectFailure("insufficientCredits") {
            try await ledger.confirm(held.id, of: user, cost: 100, overage: .debt)
        }
        let settled = try await ledger.reserve(1, for: user, jobType: "image")
        try await ledger.release(settled.id, of: user)
        await expectFailure("alreadySettled") { try await ledger.confirm(settled.id, of: user) }
        try await Task.sleep(for: .milliseconds(1100))
        await expectFailure("expired") { try await ledger.confirm(held.id, of: user) }
        try await world.expect(user, available: 10)
    }

    @Test func `more than is held is taken as far as there is something, if asked for`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        let held = try await world.ledger.reserve(4, for: user, jobType: "image")
        let confirmed = try await world.ledger.confirm(held.id, of: user, cost: 12, overage: .available)
        #expect(confirmed.charged == 10 && confirmed.shortfall == 2)
        try await world.expect(user, available: 0)
    }

    @Test func `calls in the caller's transaction take effect with it or not at all`() async throws {
        struct Changed: Error {}
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        try await world.database.withConnection { connection in
            _ = try await connection.script("create table if not exists orders (reservation_id uuid)")
            for commits in [false, true] {
                try? await connection.transaction { connection in
                    let held = try await Ledger(in: connection).reserve(4, for: user, jobType: "image")
                    // The transaction keeps its own rights.
                    _ = try await connection.query("insert into orders values (\(held.id.uuidString)::uuid)")
                    if !commits { throw Changed() }
                }
                try await world.expect(user, available: commits ? 6 : 10, held: commits ? 4 : 0)
                #expect(try await connection.value("select count(*) from orders") == (commits ? "1" : "0"))
            }
        }
    }

    @Test func `a login that inherits from service_role needs nothing else in its own transaction`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        let role = Identifier(world.database.name)
        try await world.database.withConnection { administrator in
            _ = try await administrator.query("create role \(identifier: role) login")
            _ = try await administrator.query("grant service_role to \(identifier: role)")
            let target = ConnectionTarget(
                conninfo: TestCluster.conninfo(world.database.conninfo, adding: ["user": role.name]),
                applicationName: "ledger-tests", connectTimeout: .seconds(10))
            let connection = try await Connection.connect(to: target)
            try await connection.transaction { connection in
                _ = try await Ledger(in: connection).reserve(4, for: user, jobType: "image")
            }
            await connection.close()
            _ = try await administrator.query("drop role \(identifier: role)")
        }
        try await world.expect(user, available: 6, held: 4)
    }

    @Test func `nothing of a call stays on its connection`() async throws {
        let world = try LedgerWorld.current
        _ = try await Ledger(world.pool, requestID: "r1").balance(of: try await world.makeUser())
        let rest = try await world.pool.query(
            "select current_user || coalesce(current_setting('request.id', true), '')")
        #expect(rest.text(0, 0) == "authenticator")
    }

    @Test func `the audit log has the request's id`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(0)
        try await Ledger(world.pool, requestID: "r-\(user)").grant(1, to: user, source: .purchase)
        let count = try await world.database.withConnection { connection in
            try await connection.value("select count(*) from audit.log where request_id = \("r-\(user)")")
        }
        #expect(count != "0")
    }

    @Test func `what is wrong with the database is told as it is`() async throws {
        let target = ConnectionTarget(
            conninfo: "host=/nowhere user=postgres dbname=x", applicationName: "x", connectTimeout: .seconds(2))
        let pool = ConnectionPool(PoolConfiguration(target: target, acquireTimeout: .seconds(10)))
        await expectFailure("other(08001)") { _ = try await Ledger(pool).verify() }
        await pool.shutdown()
    }

    @Test func `a violation is told`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        try await world.database.withConnection { connection in
            _ = try await connection.query(
                "update credits.accounts set available = 11 where user_id = \(user.uuidString)::uuid")
        }
        let violations = try await world.ledger.verify(user)
        #expect(violations.contains { $0.userID == user && $0.expected == 10 && $0.actual == 11 })
        try await world.database.withConnection { connection in
            _ = try await connection.query(
                "update credits.accounts set available = 10 where user_id = \(user.uuidString)::uuid")
        }
    }
}
