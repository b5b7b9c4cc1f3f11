import Foundation
import Migrator
import Postgres
import Testing

/// One project in many databases.
@Suite(.timeLimit(.minutes(5))) struct FanOutTests {
    static let one = RunnerTests.one

    /// Two databases, the first of which can't take the project, and the file that lists them.
    private static func with(_ body: (Migrating, TestDatabase) async throws -> Void) async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { first in
            try await TestDatabase.with { second in
                try await first.database.withConnection { _ = try await $0.script("create table a ()") }
                try first.folder.write(
                    "list", "# two of them\n\n\(first.database.name)\n\(second.conninfo) password=hunter2\n")
                try await body(first, second)
            }
        }
    }

    @Test func `others follow a failure when asked to`() async throws {
        try await Self.with { first, second in
            let outcome = try await first.command(
                "up", "--databases-from", "\(first.folder.path)/list", "--keep-going")
            #expect(outcome.status == 6)
            #expect(outcome.output == "failed (6)  \(first.database.name)\n1 files  line 4\n")
            #expect(outcome.log.contains("\(first.database.name): \(Self.one):1:1: relation \"a\" already exists"))
            #expect(!outcome.log.contains("hunter2"))
            let count = try await second.withConnection {
                try await $0.value("select count(*) from migrator.migrations")
            }
            #expect(count == "1")
        }
    }

    @Test func `others are left alone after a failure`() async throws {
        try await Self.with { first, second in
            let outcome = try await first.command("up", "--databases-from", "\(first.folder.path)/list")
            #expect(outcome.status == 6)
            #expect(outcome.output == "failed (6)  \(first.database.name)\nnot begun  line 4\n")
            let isThere = try await second.withConnection { try await $0.value("select to_regnamespace('migrator')") }
            #expect(isThere == nil)
            let json = try await first.command(
                "up", "--databases-from", "\(first.folder.path)/list", "--json", "--keep-going")
            #expect(json.output.hasPrefix("{\"databases\":[{\"database\":\"\(first.database.name)\",\"error\":{"))
            #expect(json.output.hasSuffix("{\"database\":\"line 4\",\"installed\":1}]}\n"))
        }
    }

    @Test func `a list that can't be read is refused`() async throws {
        try await Migrating.with([Self.one: "select 1;", "empty": "# none\n"]) { migrating in
            for list in ["/nowhere", "\(migrating.folder.path)/empty"] {
                let outcome = try await migrating.command("up", "--databases-from", list)
                #expect(outcome.status == 2)
            }
        }
    }
}
