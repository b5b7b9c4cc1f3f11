import Foundation
import Postgres
import Testing

/// Batches that fail, and services that stop, while calls wait.
@Suite(.timeLimit(.minutes(5))) struct GatherFaultTests {
    /// Puts a statement in front of what a batch does.
    private static func spoil(_ database: TestDatabase, with statement: String) async throws {
        try await database.withConnection { connection in
            _ = try await connection.script(
                """
                alter function credits.reserve_items(jsonb) rename to reserve_items_unspoilt;
                create function credits.reserve_items(p_items jsonb) returns setof credits.reservation_answer
                language plpgsql as $$
                begin
                    \(statement);
                    return query select * from credits.reserve_items_unspoilt(p_items);
                end $$;
                grant execute on function credits.reserve_items(jsonb) to service_role;
                """)
        }
    }

    private static func users(_ count: Int, _ world: TestWorld) async throws -> [String] {
        var users: [String] = []
        for _ in 0..<count { users.append(try await world.makeUser(credits: "10")) }
        return users
    }

    private static func sendAll(_ users: [String], _ gathering: Gathering) async throws -> [Wire] {
        try await gathering.whileOthersAreUnderWay("reserve") {
            var wires: [Wire] = []
            for user in users {
                wires.append(
                    try await gathering.send("reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#))
            }
            return wires
        }
    }

    @Test(arguments: ["40001", "40P01", "XX000", "22P02", "57014", "55P03"])
    func `when a batch fails and left nothing behind, its calls go alone`(state: String) async throws {
        try await TestWorld.with(poolSize: 16) { world in
            try await Self.spoil(world.database, with: "raise exception using errcode = '\(state)'")
            let users = try await Self.users(6, world)
            let gathering = try await Gathering(world: world)
            for wire in try await Self.sendAll(users, gathering) {
                let answer = try await wire.answer()
                #expect(answer.status == 200, "\(answer.text)")
            }
            #expect(try await gathering.transactions(of: users) == 6)
            try await world.expectSound()
        }
    }

    @Test func `when a batch's backend is killed its callers are told, and the next calls are served`() async throws {
        try await TestWorld.with(poolSize: 16) { world in
            try await Self.spoil(world.database, with: "perform pg_sleep(60)")
            let users = try await Self.users(6, world)
            let gathering = try await Gathering(world: world)
            let wires = try await Self.sendAll(users, gathering)
            try await world.database.withConnection { connection in
                try await eventually {
                    try await connection.query(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = \(world.database.name) and wait_event = 'PgSleep'
                        """
                    ).rowCount == 1
                }
            }
            for wire in wires { try expectProblem(try await wire.answer(), 503) }
            for user in users {
                #expect(try await world.balance(user) == #"[{"available":10,"held":0,"debt":0}]"#)
                _ = try await world.reserve(user, "1")
            }
            try await world.expectSound()
        }
    }

    @Test func `a service that stops answers the calls that wait`() async throws {
        try await TestWorld.withDatabase { database in
            let service = try await TestService.start(conninfo: database.conninfo, poolSize: 16)
            let world = TestWorld(database: database, service: service)
            let users = try await Self.users(6, world)
            let gathering = try await Gathering(world: world)
            let wires = try await gathering.whileOthersAreUnderWay("reserve") {
                var wires: [Wire] = []
                for user in users {
                    wires.append(
                        try await gathering.send("reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#))
                }
                return wires
            } onceRead: {
                service.process.signal(SIGTERM)
                try await eventually { (try? Wire(port: service.port)) == nil }
            }
            for wire in wires { #expect(try await wire.answer().status == 200) }
            #expect(try await service.process.wait() == 0, "\(service.process.log)")
            let violations = try await database.withConnection { try await $0.query("select * from credits.verify()") }
            #expect(violations.rowCount == 0)
        }
    }

    @Test func `switched off, every call goes alone`() async throws {
        try await TestWorld.withDatabase { database in
            try await TestService.with(conninfo: database.conninfo, poolSize: 16, gathers: false) { service in
                let world = TestWorld(database: database, service: service)
                let users = try await Self.users(6, world)
                let gathering = try await Gathering(world: world)
                for wire in try await Self.sendAll(users, gathering) { #expect(try await wire.answer().status == 200) }
                #expect(try await gathering.transactions(of: users) == 6)
            }
        }
    }

    @Test func `a setting that is neither on nor off is refused`() async throws {
        let run = try await ChildProcess.run(
            try ChildProcess.built("thin"), ["serve"],
            environment: ["THIN_JWT_SECRET": TestTokens.secret, "THIN_GATHER": "maybe"])
        #expect(run.status != 0)
        #expect(run.log.contains("THIN_GATHER is on or off"))
    }
}
