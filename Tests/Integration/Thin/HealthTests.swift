import Foundation
import Postgres
import Testing

/// What a load balancer asks.
@Suite(.timeLimit(.minutes(5))) struct HealthTests {
    @Test func `a service on the schema it knows is live and ready`() async throws {
        try await TestWorld.with { world in
            let live = try await world.service.get("/health/live")
            #expect(live.text == #"{"status":"live"}"#)
            #expect(try await world.service.get("/health/ready").text == #"{"status":"ready"}"#)
        }
    }

    @Test func `another schema version isn't ready until it is put right`() async throws {
        try await TestWorld.with { world in
            try await world.database.withConnection { connection in
                let known = try await connection.value("select ops.schema_version()")
                let change = { (version: String) in
                    _ = try await connection.script(
                        """
                        create or replace function ops.schema_version() returns text language sql immutable
                        begin atomic select '\(version)'; end
                        """)
                }
                try await change("20990101000000")
                let answer = try await world.service.get("/health/ready")
                try expectProblem(answer, 503)
                #expect(answer.headers["retry-after"] == "1")
                #expect(try await world.service.get("/health/live").status == 200)
                try await change(try #require(known))
                #expect(try await world.service.get("/health/ready").status == 200)
            }
        }
    }

    @Test func `a database without the schema isn't ready`() async throws {
        try await TestDatabase.with { database in
            try await TestService.with(conninfo: database.conninfo) { service in
                try expectProblem(try await service.get("/health/ready"), 503)
                try expectProblem(try await service.call("verify", "{}"), 503, "PGRST002")
                try await ThinTemplate.install(into: database.conninfo)
                try await eventually { try await service.get("/health/ready").status == 200 }
                try await database.withConnection { _ = try await $0.query("notify pgrst") }
                try await eventually { try await service.call("verify", "{}").text == "[]" }
            }
        }
    }

    @Test func `a service goes through an outage of its database, also at its start`() async throws {
        let cluster = try await PrivateCluster.create(settings: [])
        do {
            try await TestService.with(conninfo: cluster.conninfo) { service in
                #expect(try await service.get("/health/live").status == 200)
                try await Self.expectUnavailable(service)
                try await cluster.start()
                try await ThinTemplate.install(into: cluster.conninfo)
                try await eventually { try await service.get("/health/ready").status == 200 }
                try await cluster.stop()
                try await Self.expectUnavailable(service)
                try await cluster.start()
                try await eventually { try await service.call("verify", "{}").text == "[]" }
                #expect(try await service.get("/health/ready").status == 200)
            }
        } catch {
            await cluster.remove()
            throw error
        }
        await cluster.remove()
    }

    /// Expects that the service says it can't reach its database, and when to come again.
    private static func expectUnavailable(_ service: TestService) async throws {
        async let ready = service.get("/health/ready")
        async let call = service.call("verify", "{}")
        for answer in [try await ready, try await call] {
            try expectProblem(answer, 503)
            #expect(answer.headers["retry-after"] == "1")
        }
    }
}
