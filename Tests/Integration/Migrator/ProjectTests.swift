import Foundation
import Migrator
import Testing

/// Folders that are no project, and names that are no migration's.
@Suite(.timeLimit(.minutes(5))) struct ProjectTests {
    private static func error(_ files: KeyValuePairs<String, String>) async throws -> MigratorError {
        try await SQLFolder.with(files) { folder in
            try #require(#expect(throws: MigratorError.self) { try Project(folder: folder.path) })
        }
    }

    @Test(arguments: [
        "2026_x.sql", "x.sql", "20260101000000.sql", "20260101000000_.sql", "2026010100000_x.sql",
        "202601010000000_x.sql",
        "20260101000000-x.sql", "２０２６０１０１００００００_x.sql", " 20260101000000_x.sql", "v20260101000000_x.sql",
    ])
    func `a name that is no migration's is refused`(name: String) async throws {
        let error = try await Self.error(["migrations/\(name)": "select 1;"])
        guard case .badFileName("migrations/\(name)") = error else { throw Unexpected("\(error)") }
        #expect(error.exitCode == 2)
    }

    @Test func `two files of one version are refused`() async throws {
        let error = try await Self.error([
            "migrations/20260101000000_a.sql": "select 1;", "migrations/20260101000000_b.sql": "select 1;",
        ])
        guard case .duplicateVersion("20260101000000", let paths) = error else { throw Unexpected("\(error)") }
        #expect(paths == ["migrations/20260101000000_a.sql", "migrations/20260101000000_b.sql"])
        #expect(error.exitCode == 2)
    }

    @Test func `a folder without SQL is refused, and text that isn't UTF-8`() async throws {
        guard case .emptyProject = try await Self.error(["readme.md": "x"]) else { throw Unexpected("not empty") }
        guard case .emptyProject = try await Self.error(["seeds/a.sql": "select 1;"]) else {
            throw Unexpected("not empty")
        }
        try await SQLFolder.with { folder in
            try folder.write("code/a.sql", Data([0x73, 0xFF, 0xFE]))
            let error = try #require(#expect(throws: MigratorError.self) { try Project(folder: folder.path) })
            guard case .unreadableFile("code/a.sql") = error else { throw Unexpected("\(error)") }
        }
    }

    @Test func `other files are left alone`() async throws {
        try await SQLFolder.with([
            "migrations/20260101000000_a.sql": "select 1;", "migrations/readme.md": "x", "migrations/.hidden": "x",
            "migrations/20260101000000_a.sql.bak": "x", "code/x/y/z.sql": "select 1;",
        ]) { folder in
            let project = try Project(folder: folder.path)
            #expect(project.migrations.map(\.name) == ["a"])
            #expect(project.code.map(\.path) == ["code/x/y/z.sql"])
        }
    }

    @Test func `a new migration is named by the time in UTC`() async throws {
        try await SQLFolder.with { folder in
            let date = Date(timeIntervalSince1970: 1_767_225_599)
            let path = try Project.newMigration(named: "add_x2", in: folder.path, at: date)
            #expect(path.hasSuffix("/migrations/20251231235959_add_x2.sql"))
            #expect(try Project(folder: folder.path).migrations.map(\.version) == ["20251231235959"])
            let again = #expect(throws: MigratorError.self) {
                try Project.newMigration(named: "add_x2", in: folder.path, at: date)
            }
            #expect(again?.exitCode == 2)
        }
    }

    @Test(arguments: ["", "Add", "add-x", "add x", "2x", "_x", "../x", "a/b", "é", "x.sql", "a;b"])
    func `a name that isn't snake case is refused`(name: String) async throws {
        try await SQLFolder.with { folder in
            let error = #expect(throws: MigratorError.self) { try Project.newMigration(named: name, in: folder.path) }
            guard case .badMigrationName(name) = try #require(error) else { throw Unexpected("taken") }
        }
    }
}
