import Foundation
import Postgres
import Testing
import Thin

/// Makes calls wait until a test lets them go out together.
struct Gathering: Sendable {
    let world: TestWorld
    /// One for all calls: those of different tokens don't go together.
    let token: String

    init(world: TestWorld) async throws {
        self.world = world
        token = try await TestTokens.sign(role: "service_role", expiresIn: nil)
    }

    /// Keeps the places of those that go alone taken while `body` sends calls, then lets everything go.
    ///
    /// - Parameters:
    ///   - function: `reserve`, `confirm` or `release`.
    ///   - body: Sends calls, which wait.
    ///   - onceRead: What happens when the service has read them, while they still wait.
    func whileOthersAreUnderWay<R: Sendable>(
        _ function: String, _ body: () async throws -> R, onceRead: () async throws -> Void = {}
    ) async throws -> R {
        try await installGate()
        let places = GatherLimits().aloneMax
        var bodies: [String] = []
        for _ in 0..<places {
            let user = try await world.makeUser(credits: "10")
            var rest = #""amount":1,"job_type":"gated""#
            if function != "reserve" {
                let held = try await world.service.call("reserve", #"{"user_id":"\#(user)",\#(rest)}"#)
                rest = #""reservation_id":"\#(try held.member("id") ?? "")""#
            }
            bodies.append(#"{"user_id":"\#(user)",\#(rest)}"#)
        }
        try await execute("insert into public.gate values (true)")
        var wires: [Wire] = []
        for body in bodies { wires.append(try await send(function, body)) }
        try await world.database.withConnection { watcher in
            try await eventually {
                try await watcher.value(
                    """
                    select count(*) from pg_stat_activity
                    where state = 'active' and datname = \(world.database.name)
                        and application_name like 'thin%' and application_name <> 'thin-tests'
                    """) == "\(places)"
            }
        }
        let value = try await body()
        // Connections are taken in turn: where later ones were answered, several by each event loop, the service has
        // read what was sent before, however busy the machine is.
        for _ in 0..<16 {
            let wire = try Wire(port: world.service.port)
            try await wire.send(TestService.request("GET", "/health/live"))
            _ = try await wire.answer()
        }
        try await Task.sleep(for: .milliseconds(300))
        try await onceRead()
        try await execute("delete from public.gate")
        for wire in wires { #expect(try await wire.answer().status == 200) }
        return value
    }

    /// Jobs of type `gated` don't come to their end while the gate has a row.
    private func installGate() async throws {
        try await execute(
            """
            create table if not exists public.gate (is_closed boolean);
            create or replace function public.pass_gate() returns trigger
            language plpgsql security definer as $$
            begin
                while new.job_type = 'gated' and exists (select from public.gate) loop
                    perform pg_sleep(0.005);
                end loop;
                return new;
            end $$;
            create or replace trigger pass_gate before insert or update on credits.reservations
                for each row execute function public.pass_gate();
            """)
    }

    private func execute(_ script: String) async throws {
        try await world.database.withConnection { _ = try await $0.script(script) }
    }

    /// Sends a call over a connection of its own.
    func send(_ function: String, _ body: String, headers: KeyValuePairs<String, String> = [:]) async throws -> Wire {
        let wire = try Wire(port: world.service.port)
        try await wire.send(
            TestService.request(
                "POST", "/rest/v1/rpc/\(function)", token: token, headers: headers,
                body: Array(body.utf8)))
        return wire
    }

    /// In how many transactions a user's reservations were made.
    func transactions(of users: [String]) async throws -> Int {
        let list = users.joined(separator: ",")
        return try await world.database.withConnection { connection in
            let count = try await connection.value(
                "select count(distinct xmin::text) from credits.reservations where user_id = any(\("{\(list)}")::uuid[])"
            )
            return Int(count ?? "") ?? -1
        }
    }
}
