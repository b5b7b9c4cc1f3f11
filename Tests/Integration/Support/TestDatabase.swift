import Foundation
import Postgres
import Testing

/// A database of a suite's own, made from a template and dropped afterwards.
///
/// A suite asks for one with `@Suite(.database)` or `@Suite(.database(template: "…"))` and finds it in
/// `TestDatabase.current`.
struct TestDatabase: Sendable {
    @TaskLocal private static var bound: TestDatabase?

    /// The database of the suite that runs.
    static var current: TestDatabase {
        get throws {
            guard let bound else {
                throw TestCluster.Unavailable(description: "the suite lacks the trait .database")
            }
            return bound
        }
    }

    /// Its name.
    let name: String
    /// Connects to it as superuser.
    let conninfo: String

    /// Where to connect to it.
    var target: ConnectionTarget {
        ConnectionTarget(conninfo: conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
    }

    /// Whether the server, with all roles, goes away when all tests are over. Until then dropping a database only costs time: the server
    /// writes out all that it has in memory.
    static let isTemporary = ProcessInfo.processInfo.environment["THIN_TEST_SERVER"] == "temporary"

    /// Creates a database for `body` and drops it afterwards, whatever happens.
    ///
    /// - Parameter template: Database to copy; nobody may be connected to it.
    static func with<R: Sendable>(
        template: String = "template1", _ body: (TestDatabase) async throws -> R
    ) async throws -> R {
        let cluster = try TestCluster.shared
        let name = "test_\(UUID().uuidString.lowercased().prefix(18).replacing("-", with: "_"))"
        let (database, source) = (Identifier(name), Identifier(template))
        try await administer(
            cluster, "create database \(identifier: database) template \(identifier: source)")
        let drop: Query = "drop database if exists \(identifier: database) with (force)"
        do {
            let value = try await body(TestDatabase(name: name, conninfo: cluster.conninfo(database: name)))
            if !isTemporary { try await administer(cluster, drop) }
            return value
        } catch {
            if !isTemporary { try? await administer(cluster, drop) }
            throw error
        }
    }

    fileprivate static func bind(template: String, _ body: @Sendable () async throws -> Void) async throws {
        try await with(template: template) { database in
            try await $bound.withValue(database) { try await body() }
        }
    }

    private static func administer(_ cluster: TestCluster, _ statement: Query) async throws {
        let target = ConnectionTarget(
            conninfo: cluster.conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
        let connection = try await Connection.connect(to: target)
        // Copying a template fails with 55006 while another suite copies it.
        let policy = BusyTemplate()
        try await policy.run { _ = try await connection.query(statement) }
        await connection.close()
    }
}

/// Waits for a template that others are copying.
private struct BusyTemplate {
    func run(_ body: () async throws -> Void) async throws {
        for _ in 0..<200 {
            do {
                return try await body()
            } catch let error as PostgresError where error.state == "55006" {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        try await body()
    }
}

/// Gives a suite its database.
struct DatabaseTrait: SuiteTrait, TestScoping {
    let template: String
    let isRecursive = false

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestDatabase.bind(template: template, function)
    }
}

extension Trait where Self == DatabaseTrait {
    /// A database copied from `template1`.
    static var database: DatabaseTrait { DatabaseTrait(template: "template1") }

    /// A database copied from a template.
    static func database(template: String) -> DatabaseTrait { DatabaseTrait(template: template) }
}
