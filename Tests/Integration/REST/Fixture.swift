import Foundation
import Postgres
import Testing

/// A database of somebody else's, in which every feature has something to work on, and a service in front of it.
struct Fixture: Sendable {
    @TaskLocal private static var bound: Fixture?

    /// The one of the suite that runs.
    static var current: Fixture {
        get throws {
            guard let bound else { throw TestCluster.Unavailable(description: "the suite lacks the trait .fixture") }
            return bound
        }
    }

    /// Where this file is.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// Mounted at the root; what is changed is rolled back, so that tests don't depend on each other.
    static let settings = [
        "THIN_REST_PREFIX": "/", "THIN_DB_SCHEMAS": "test,other", "THIN_DB_PRE_REQUEST": "test.check_request",
        "THIN_DB_TX_END": "rollback-allow-override", "THIN_DB_PLAN_ENABLED": "on", "THIN_CORS_ORIGINS": "*",
    ]

    let database: TestDatabase
    let service: TestService

    fileprivate static func bind(_ body: @Sendable () async throws -> Void) async throws {
        // The roles belong to the cluster, and making the template makes them.
        _ = try await ThinTemplate.shared.name()
        try await TestDatabase.with { database in
            let sql = try String(contentsOf: folder.appending(path: "fixture.sql"), encoding: .utf8)
            try await database.withConnection { _ = try await $0.script(sql) }
            try await TestService.with(conninfo: database.conninfo, settings: settings) { service in
                try await $bound.withValue(Fixture(database: database, service: service)) { try await body() }
            }
        }
    }
}

/// Gives a suite the fixture.
struct FixtureTrait: SuiteTrait, TestScoping {
    let isRecursive = false

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Fixture.bind(function)
    }
}

extension Trait where Self == FixtureTrait {
    /// The fixture's database, and a service in front of it.
    static var fixture: FixtureTrait { FixtureTrait() }
}
