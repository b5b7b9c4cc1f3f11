import Credits
import Foundation
import Postgres
import Testing

/// A database with Thin's SQL, and a pool of logins that may become `service_role`, as a service of one's own has it.
///
/// A suite asks for one with `@Suite(.ledger)` and finds it in `LedgerWorld.current`.
struct LedgerWorld: Sendable {
    @TaskLocal private static var bound: LedgerWorld?

    /// The one of the suite that runs.
    static var current: LedgerWorld {
        get throws {
            guard let bound else { throw TestCluster.Unavailable(description: "the suite lacks the trait .ledger") }
            return bound
        }
    }

    let database: TestDatabase
    let pool: ConnectionPool

    /// Calls that are each a transaction of their own.
    var ledger: Ledger { Ledger(pool) }

    fileprivate static func bind(_ body: @Sendable () async throws -> Void) async throws {
        try await TestWorld.withDatabase { database in
            let target = ConnectionTarget(
                conninfo: TestCluster.conninfo(database.conninfo, adding: ["user": "authenticator"]),
                applicationName: "ledger-tests", connectTimeout: .seconds(10))
            try await database.withPool {
                $0.target = target
            } _: { pool in
                try await $bound.withValue(LedgerWorld(database: database, pool: pool)) { try await body() }
            }
        }
    }

    /// Makes a user who has credits.
    func makeUser(_ credits: Decimal = 100) async throws -> UUID {
        let user = UUID()
        try await database.withConnection { connection in
            _ = try await connection.query("insert into auth.users (id) values (\(user.uuidString)::uuid)")
        }
        if credits > 0 { try await ledger.grant(credits, to: user, source: .purchase) }
        return user
    }

    /// Checks a balance, and that the account is sound.
    func expect(
        _ user: UUID, available: Decimal, held: Decimal = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let balance = try await ledger.balance(of: user)
        #expect(balance.available == available, sourceLocation: sourceLocation)
        #expect(balance.held == held, sourceLocation: sourceLocation)
        let violations = try await ledger.verify(user)
        #expect(violations.isEmpty, sourceLocation: sourceLocation)
    }
}

/// Gives a suite its ledger.
struct LedgerTrait: SuiteTrait, TestScoping {
    let isRecursive = false

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await LedgerWorld.bind(function)
    }
}

extension Trait where Self == LedgerTrait {
    /// A ledger in a database of its own.
    static var ledger: LedgerTrait { LedgerTrait() }
}

extension CreditsError {
    /// Shown for comparison: a case and what it says, without what only people read.
    var name: String {
        switch self {
        case .invalidArgument(let field, _): "invalidArgument(\(field))"
        case .other(let error): "other(\(error.state))"
        default: "\(self)"
        }
    }
}

/// Expects that a call fails in one way.
func expectFailure(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Void
) async {
    do {
        try await call()
        Issue.record("it didn't fail", sourceLocation: sourceLocation)
    } catch {
        let found = (error as? CreditsError)?.name ?? "\(error)"
        #expect(found == name, sourceLocation: sourceLocation)
    }
}
