import Credits
import Foundation
import Testing

/// Many items in one call.
@Suite(.ledger, .timeLimit(.minutes(5))) struct LedgerBatchTests {
    @Test func `items are answered each by itself, in order`() async throws {
        let world = try LedgerWorld.current
        let (ledger, user) = (world.ledger, try await world.makeUser(10))
        let answers = try await ledger.reserve([
            ReserveItem(userID: user, amount: 4, jobType: "image", jobID: "\"j\\1\"", metadata: ["note": "é"]),
            ReserveItem(userID: user, amount: 7, jobType: "image"),
            ReserveItem(userID: UUID(), amount: 1, jobType: "image"),
            ReserveItem(userID: user, amount: 1, jobType: "Image"),
            ReserveItem(userID: user, amount: 6, jobType: "image", idempotencyKey: "k"),
        ])
        let first = try answers[0].get()
        #expect(first.amount == 4 && first.userID == user && first.jobID == "\"j\\1\"")
        await expectFailure("insufficientCredits") { _ = try answers[1].get() }
        await expectFailure("notFound(\"account\")") { _ = try answers[2].get() }
        await expectFailure("invalidArgument(job_type)") { _ = try answers[3].get() }
        let last = try answers[4].get()
        try await world.expect(user, available: 0, held: 10)

        let confirmed = try await ledger.confirm([
            ConfirmItem(first.id, of: user, cost: Decimal(string: "1.2345")),
            ConfirmItem(first.id, of: user),
            ConfirmItem(UUID(), of: user),
        ])
        #expect(try confirmed[0].get().charged == Decimal(string: "1.2345"))
        await expectFailure("alreadySettled") { _ = try confirmed[1].get() }
        await expectFailure("notFound(\"reservation\")") { _ = try confirmed[2].get() }
        let released = try await ledger.release([
            ReleaseItem(last.id, of: user, reason: "not needed"), ReleaseItem(first.id, of: user),
        ])
        #expect(try released[0].get().status == .released)
        await expectFailure("alreadySettled") { _ = try released[1].get() }
        try await world.expect(user, available: Decimal(string: "8.7655") ?? 0)
    }

    @Test func `a batch holds a thousand items, and no more`() async throws {
        let world = try LedgerWorld.current
        let user = try await world.makeUser(1000)
        let item = ReserveItem(userID: user, amount: 1, jobType: "image")
        let answers = try await world.ledger.reserve(Array(repeating: item, count: Ledger.batchMax))
        let ids = try answers.map { try $0.get().id }
        #expect(Set(ids).count == 1000)
        let confirmed = try await world.ledger.confirm(ids.map { ConfirmItem($0, of: user) })
        #expect(try zip(ids, confirmed).allSatisfy { id, answer in try answer.get().id == id })
        await expectFailure("invalidArgument(items)") {
            _ = try await world.ledger.reserve(Array(repeating: item, count: Ledger.batchMax + 1))
        }
        await expectFailure("invalidArgument(items)") { _ = try await world.ledger.reserve([]) }
        try await world.expect(user, available: 0)
    }
}
