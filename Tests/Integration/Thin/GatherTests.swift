import Foundation
import Postgres
import Testing

/// Calls that arrive while others commit go out together, and nobody can tell.
@Suite(.service(poolSize: 16), .serialized, .timeLimit(.minutes(5))) struct GatherTests {
    @Test func `calls that arrive while others commit share a transaction`() async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        var users: [String] = []
        for _ in 0..<5 { users.append(try await world.makeUser(credits: "10")) }
        let wires = try await gathering.whileOthersAreUnderWay("reserve") {
            var wires: [Wire] = []
            for user in users {
                for _ in 0..<2 {
                    wires.append(
                        try await gathering.send(
                            "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story","metadata":{"note":"é"}}"#)
                    )
                }
            }
            return wires
        }
        var ids: Set<String?> = []
        for (index, wire) in wires.enumerated() {
            let answer = try await wire.answer()
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try answer.member("user_id") == users[index / 2])
            ids.insert(try answer.member("id"))
        }
        #expect(ids.count == 10)
        #expect(try await gathering.transactions(of: users) == 1)
        for user in users { #expect(try await world.balance(user) == #"[{"available":8,"held":2,"debt":0}]"#) }
        try await world.expectSound()
    }

    @Test func `a lone call goes by the single function`() async throws {
        let world = try TestWorld.current
        let users = [try await world.makeUser(credits: "10"), try await world.makeUser(credits: "10")]
        for user in users { _ = try await world.reserve(user, "1") }
        #expect(try await Gathering(world: world).transactions(of: users) == 2)
    }

    @Test(arguments: ["confirm", "release"]) func `settling calls go together, audited each by its request`(
        function: String
    ) async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        let user = try await world.makeUser(credits: "10")
        var ids: [String] = []
        for _ in 0..<6 { ids.append(try await world.reserve(user, "1")) }
        let wires = try await gathering.whileOthersAreUnderWay(function) {
            var wires: [Wire] = []
            for id in ids {
                wires.append(
                    try await gathering.send(
                        function, #"{"user_id":"\#(user)","reservation_id":"\#(id)"}"#,
                        headers: ["x-request-id": "request-\(id)"]))
            }
            return wires
        }
        for (id, wire) in zip(ids, wires) {
            let answer = try await wire.answer()
            #expect(try answer.member("id") == id, "\(answer.text)")
            #expect(answer.headers["x-request-id"] == "request-\(id)")
        }
        #expect(try await gathering.transactions(of: [user]) == 1)
        let audited = try await world.database.withConnection { connection in
            try await connection.value(
                """
                select count(*) from audit.log
                where relation = 'credits.reservations' and request_id = 'request-' || (new_values ->> 'id')
                    and new_values ->> 'user_id' = \(user)
                """)
        }
        #expect(audited == "6")
        try await world.expectSound()
    }

    @Test func `calls of different callers stay apart`() async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        let users = [try await world.makeUser(credits: "10"), try await world.makeUser(credits: "10")]
        let wires = try await gathering.whileOthersAreUnderWay("reserve") {
            var wires: [Wire] = []
            for (index, user) in users.enumerated() {
                for _ in 0..<3 {
                    wires.append(
                        try await gathering.send(
                            "reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#,
                            headers: ["User-Agent": "agent \(index)"]))
                }
            }
            return wires
        }
        for wire in wires { #expect(try await wire.answer().status == 200) }
        #expect(try await gathering.transactions(of: users) > 1)
    }

    @Test func `one user's flood doesn't make another wait for its end`() async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        let flooder = try await world.makeUser(credits: "1000")
        let other = try await world.makeUser(credits: "10")
        let wires = try await gathering.whileOthersAreUnderWay("reserve") {
            var wires: [Wire] = []
            // More than one batch holds, and then one more.
            for _ in 0..<300 {
                wires.append(
                    try await gathering.send("reserve", #"{"user_id":"\#(flooder)","amount":1,"job_type":"story"}"#))
            }
            wires.append(
                try await gathering.send("reserve", #"{"user_id":"\#(other)","amount":1,"job_type":"story"}"#))
            return wires
        }
        for wire in wires { #expect(try await wire.answer().status == 200) }
        let goesFirst = try await world.database.withConnection { connection in
            try await connection.value(
                """
                select exists (
                    select from credits.reservations r
                    where r.user_id = \(flooder)::uuid and r.created_at > (
                        select o.created_at from credits.reservations o where o.user_id = \(other)::uuid
                    )
                )
                """)
        }
        #expect(goesFirst == "t")
        try await world.expectSound()
    }

    @Test func `a client that goes away before its call was sent costs nothing`() async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        let users = [try await world.makeUser(credits: "10"), try await world.makeUser(credits: "10")]
        let wires = try await gathering.whileOthersAreUnderWay("reserve") {
            var wires: [Wire] = []
            for user in users {
                for _ in 0..<6 {
                    wires.append(
                        try await gathering.send("reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#))
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            for wire in wires.prefix(6) { wire.hangUp() }
            return Array(wires.suffix(6))
        }
        for wire in wires { #expect(try await wire.answer().status == 200) }
        #expect(try await world.balance(users[0]) == #"[{"available":10,"held":0,"debt":0}]"#)
        #expect(try await world.balance(users[1]) == #"[{"available":4,"held":6,"debt":0}]"#)
        try await world.expectSound()
    }

    @Test func `an account that somebody else has locked holds up nobody but itself`() async throws {
        let world = try TestWorld.current
        let gathering = try await Gathering(world: world)
        let locked = try await world.makeUser(credits: "10")
        var users: [String] = []
        for _ in 0..<6 { users.append(try await world.makeUser(credits: "10")) }
        try await world.database.withConnection { connection in
            _ = try await connection.script(
                "begin; select from credits.accounts where user_id = '\(locked)' for update")
            let wires = try await gathering.whileOthersAreUnderWay("reserve") {
                var wires: [Wire] = []
                for user in [locked] + users {
                    wires.append(
                        try await gathering.send("reserve", #"{"user_id":"\#(user)","amount":1,"job_type":"story"}"#))
                }
                return wires
            }
            for wire in wires.dropFirst() { #expect(try await wire.answer().status == 200) }
            _ = try await connection.script("commit")
            #expect(try await wires[0].answer().status == 200)
        }
        try await world.expectSound()
    }
}
