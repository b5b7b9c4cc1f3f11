import Foundation
import Migrator
import Postgres
import Testing

/// A folder and a database for one test.
struct Migrating: Sendable {
    let folder: SQLFolder
    let database: TestDatabase

    /// Makes both for `body`.
    static func with<R: Sendable>(
        _ files: KeyValuePairs<String, String>, _ body: (Migrating) async throws -> R
    ) async throws -> R {
        try await SQLFolder.with(files) { folder in
            try await TestDatabase.with { database in try await body(Migrating(folder: folder, database: database)) }
        }
    }

    /// A runner over the folder as it is now.
    func runner(_ options: Runner.Options = .init()) throws -> Runner {
        Runner(try Project(folder: folder.path), into: database.target, options: options)
    }

    /// Installs what is pending or changed and returns how many files that were.
    @discardableResult
    func up(_ options: Runner.Options = .init()) async throws -> Int {
        try await runner(options).up()
    }

    /// What each file's state is, by path.
    func status() async throws -> [String: Status.State] {
        Dictionary(uniqueKeysWithValues: try await runner().status().map { ($0.path, $0.state) })
    }

    /// Expects that installing fails, and returns the error.
    func failure(
        _ options: Runner.Options = .init(), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> MigratorError {
        let error = await #expect(throws: MigratorError.self, sourceLocation: sourceLocation) {
            try await up(options)
        }
        return try #require(error, sourceLocation: sourceLocation)
    }

    /// The single value of a query.
    func value(_ query: Query) async throws -> String? {
        try await database.withConnection { try await $0.value(query) }
    }

    /// Runs the tool.
    func command(_ verb: String, _ more: String...) async throws -> (status: Int32, output: String, log: String) {
        try await ChildProcess.run(
            try ChildProcess.built("migrator"),
            [verb, "--dir", folder.path, "--database", database.conninfo] + more)
    }
}
