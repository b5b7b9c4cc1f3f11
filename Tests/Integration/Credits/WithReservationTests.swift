import Credits
import Foundation
import Postgres
import Testing

/// A hold around work.
@Suite(.ledger, .timeLimit(.minutes(5))) struct WithReservationTests {
    struct Spilt: Error {}

    @Test func `what the body says it cost is charged, the rest is back`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        let painting = try await world.ledger.withReservation(for: user, amount: 8, jobType: "image") { reservation in
            #expect(reservation.amount == 8)
            try await world.expect(user, available: 2, held: 8)
            return ("a lighthouse", cost: 3)
        }
        #expect(painting == "a lighthouse")
        try await world.expect(user, available: 7)
    }

    @Test func `when the body fails nothing is charged`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        await #expect(throws: Spilt.self) {
            try await world.ledger.withReservation(for: user, amount: 8, jobType: "image") { _ -> ((), cost: Decimal) in
                throw Spilt()
            }
        }
        try await world.expect(user, available: 10)
    }

    @Test func `when the task is cancelled nothing is charged`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        let (began, beginning) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await world.ledger.withReservation(for: user, amount: 8, jobType: "image") { _ in
                beginning.yield()
                try await Task.sleep(for: .seconds(600))
                return ((), cost: 1)
            }
        }
        for await _ in began { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await world.expect(user, available: 10)
    }

    @Test func `work that is done is charged although the task was cancelled meanwhile`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        let task = Task {
            try await world.ledger.withReservation(for: user, amount: 8, jobType: "image") { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return ("done", cost: 1)
            }
        }
        #expect(try await task.value == "done")
        try await world.expect(user, available: 9)
    }

    @Test func `work that cost nothing is released`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        try await world.ledger.withReservation(for: user, amount: 8, jobType: "image") { _ in ((), cost: 0) }
        try await world.expect(user, available: 10)
    }

    @Test func `without enough credits the body doesn't begin`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        await expectFailure("insufficientCredits") {
            try await world.ledger.withReservation(for: user, amount: 11, jobType: "image") { _ in
                Issue.record("it began")
                return ((), cost: 1)
            }
        }
        try await world.expect(user, available: 10)
    }

    @Test func `who takes longer than the reservation lives is told`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        await expectFailure("expired") {
            try await world.ledger.withReservation(for: user, amount: 8, jobType: "image", ttl: .seconds(1)) { _ in
                try await Task.sleep(for: .milliseconds(1200))
                return ((), cost: 1)
            }
        }
        try await world.expect(user, available: 10)
    }

    @Test func `a cost that is refused leaves the hold to the caller`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        await expectFailure("invalidArgument(amount)") {
            try await world.ledger.withReservation(for: user, amount: 2, jobType: "image") { _ in ((), cost: 3) }
        }
        try await world.expect(user, available: 8, held: 2)
        try await world.ledger.withReservation(for: user, amount: 2, jobType: "image", overage: .available) { _ in
            ((), cost: 3)
        }
        try await world.expect(user, available: 5, held: 2)
    }

    @Test func `with one key it is charged once`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        for _ in 0..<3 {
            try await world.ledger.withReservation(for: user, amount: 5, jobType: "image", idempotencyKey: "order") {
                _ in
                ((), cost: 2)
            }
        }
        try await world.expect(user, available: 8)
    }

    @Test func `a confirmation whose answer is lost with the connection is charged once`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        let losses = 2
        try await world.database.withConnection { connection in
            // Its connection is lost while it runs: twice before it commits.
            _ = try await connection.script(
                """
                create sequence losses;
                grant usage on sequence losses to public;
                create function lose_connection() returns trigger language plpgsql as $$
                begin
                    if new.user_id = '\(user)' and new.status = 'confirmed' and nextval('public.losses') <= \(losses) then
                        perform pg_terminate_backend(pg_backend_pid());
                    end if;
                    return new;
                end $$;
                alter function lose_connection() security definer;
                create trigger lose_connection before update on credits.reservations
                    for each row execute function lose_connection();
                """)
        }
        try await world.ledger.withReservation(for: user, amount: 8, jobType: "image") { _ in ((), cost: 3) }
        try await world.database.withConnection { connection in
            #expect(try await connection.value("select last_value from losses") == "\(losses + 1)")
            _ = try await connection.script("drop trigger lose_connection on credits.reservations")
        }
        try await world.expect(user, available: 7)
    }

    @Test func `it can be part of the caller's transaction`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(10)
        try await world.database.withConnection { connection in
            await #expect(throws: Spilt.self) {
                try await connection.transaction { connection in
                    try await Ledger(in: connection).withReservation(for: user, amount: 8, jobType: "image") { _ in
                        ((), cost: 3)
                    }
                    throw Spilt()
                }
            }
            try await world.expect(user, available: 10)
            try await connection.transaction { connection in
                try await Ledger(in: connection).withReservation(for: user, amount: 8, jobType: "image") { _ in
                    ((), cost: 3)
                }
            }
        }
        try await world.expect(user, available: 7)
    }

    @Test func `64 jobs at once spend no more than there is`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(100)
        let done = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do {
                        try await world.ledger.withReservation(for: user, amount: 10, jobType: "image") { _ in
                            if number % 7 == 0 { throw Spilt() }
                            try await Task.sleep(for: .milliseconds(number % 5))
                            return ((), cost: 5)
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done <= 20)
        try await world.expect(user, available: Decimal(100 - 5 * done))
    }
}
