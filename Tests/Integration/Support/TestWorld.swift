import Foundation
import Postgres
import Testing

/// A database with Thin's SQL and a service in front of it.
///
/// A suite asks for one with `@Suite(.service)` and finds it in `TestWorld.current`.
struct TestWorld: Sendable {
    @TaskLocal private static var bound: TestWorld?

    /// The one of the suite that runs.
    static var current: TestWorld {
        get throws {
            guard let bound else { throw TestCluster.Unavailable(description: "the suite lacks the trait .service") }
            return bound
        }
    }

    /// Connections that tests hold at once to make users.
    private static let administrators = Gate(8)

    /// Its database.
    let database: TestDatabase
    /// Its service.
    let service: TestService

    /// Makes a database with Thin's SQL for `body`.
    static func withDatabase<R: Sendable>(_ body: (TestDatabase) async throws -> R) async throws -> R {
        try await TestDatabase.with(template: try await ThinTemplate.shared.name()) { database in
            // The rights on a database aren't copied from the template.
            try await database.withConnection { connection in
                _ = try await connection.query(
                    "revoke temporary on database \(identifier: Identifier(database.name)) from public")
            }
            return try await body(database)
        }
    }

    /// Makes a database and a service for `body`.
    static func with<R: Sendable>(poolSize: Int = 4, _ body: (TestWorld) async throws -> R) async throws -> R {
        try await withDatabase { database in
            try await TestService.with(conninfo: database.conninfo, poolSize: poolSize) { service in
                try await body(TestWorld(database: database, service: service))
            }
        }
    }

    fileprivate static func bind(poolSize: Int, _ body: @Sendable () async throws -> Void) async throws {
        try await with(poolSize: poolSize) { world in
            try await $bound.withValue(world) { try await body() }
        }
    }

    /// Makes a user.
    ///
    /// - Parameter credits: Granted to the user; nil for none.
    func makeUser(credits: String? = nil) async throws -> String {
        let user = UUID().uuidString.lowercased()
        try await Self.administrators.pass {
            try await database.withConnection { connection in
                _ = try await connection.query(
                    "insert into auth.users (id, email) values (\(user)::uuid, \(user) || '@example.com')")
            }
        }
        if let credits {
            let answer = try await service.call(
                "grant_credits", #"{"user_id":"\#(user)","amount":\#(credits),"source":"purchase"}"#)
            try #require(answer.status == 200, "\(answer.text)")
        }
        return user
    }

    /// Holds credits and returns the reservation's id.
    func reserve(_ user: String, _ amount: String) async throws -> String {
        let answer = try await service.call(
            "reserve", #"{"user_id":"\#(user)","amount":\#(amount),"job_type":"story"}"#)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(try answer.member("id"))
    }

    /// A user's balance, as the user reads it: available, held, debt.
    func balance(_ user: String) async throws -> String {
        let answer = try await service.get(
            "/rest/v1/balance?select=available,held,debt", token: try await TestTokens.user(user))
        return answer.text
    }

    /// Shows that the ledger is sound.
    func expectSound() async throws {
        let answer = try await service.call("verify", "{}")
        #expect(answer.text == "[]")
    }
}

/// Gives a suite its database and service.
struct ServiceTrait: SuiteTrait, TestScoping {
    let poolSize: Int
    let isRecursive = false

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestWorld.bind(poolSize: poolSize, function)
    }
}

extension Trait where Self == ServiceTrait {
    /// A service with four connections to a database of its own.
    static var service: ServiceTrait { ServiceTrait(poolSize: 4) }

    /// A service with so many connections to a database of its own.
    static func service(poolSize: Int) -> ServiceTrait { ServiceTrait(poolSize: poolSize) }
}
