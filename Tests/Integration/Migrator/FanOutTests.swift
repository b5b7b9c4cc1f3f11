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
            #expect(outcome.output == "failed (6)  \(first.database.name)\n1 file  line 4\n")
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

    @Test func `every verb that reads, and revert, tells of each of them`() async throws {
        let two = RunnerTests.two
        try await Migrating.with([
            Self.one: "create table a ();", two: "create table b ();", "revert/20260102000000_two.sql": "drop table b;",
            "verify/20260101000000_one.sql": "select 1 / (count(*) = 1)::int from pg_class where relname = 'a';",
        ]) { first in
            try await TestDatabase.with { second in
                try first.folder.write("list", "\(first.database.name)\n\(second.name)\n")
                let (a, b) = (first.database.name, second.name)
                let run = { (arguments: [String]) in
                    try await ChildProcess.run(
                        try ChildProcess.built("migrator"),
                        arguments + [
                            "--dir", first.folder.path, "--database", first.database.conninfo, "--databases-from",
                            "\(first.folder.path)/list",
                        ])
                }
                try await first.up()
                let status = try await run(["status", "--exit-code"])
                #expect(status.status == 3)
                let pending = "pending   \(Self.one)\npending   \(two)\n"
                #expect(status.output == "-- \(b)\n\(pending)up to date  \(a)\n2 pending  \(b)\n")
                #expect(try await run(["status"]).status == 0)
                let json = try await run(["status", "--json"])
                #expect(json.output.hasPrefix("{\"databases\":[{\"database\":\"\(a)\",\"files\":[{\"path\":"))
                let plan = try await run(["plan"])
                #expect(plan.output.hasPrefix("-- \(b)\n-- \(Self.one)\nbegin;"))
                #expect(plan.output.hasSuffix("\n-- up to date  \(a)\n-- 2 files  \(b)\n"))
                #expect(try await run(["validate"]).output == "valid  \(a)\nvalid  \(b)\n")
                #expect(
                    try await run(["validate", "--json"]).output
                        == "{\"databases\":[{\"database\":\"\(a)\",\"problems\":[],\"warnings\":[]},"
                        + "{\"database\":\"\(b)\",\"problems\":[],\"warnings\":[]}]}\n")
                // Where no run has been it can't be told what has drifted, and the others are left unless asked for.
                let unknown = try await run(["drift"])
                #expect(unknown.status == 1 && unknown.output == "no drift  \(a)\nfailed (1)  \(b)\n")
                #expect(try await run(["up"]).output == "0 files  \(a)\n2 files  \(b)\n")
                for database in [first.database, second] {
                    _ = try await database.withConnection { try await $0.script("alter table a add x int") }
                }
                let drift = try await run(["drift"])
                #expect(drift.status == 4)
                #expect(drift.output.hasSuffix("\n1 differ  \(a)\n1 differ  \(b)\n"))
                #expect(drift.output.hasPrefix("-- \(a)\nchanged table public.a\n"))
                #expect(try await run(["drift", "--json"]).output.contains("\"is_uncertain\":false"))
                _ = try await second.withConnection { try await $0.script("drop table a") }
                let verify = try await run(["verify"])
                #expect(verify.status == 8)
                #expect(verify.output.hasSuffix("\n1 of 1 passed  \(a)\n0 of 1 passed  \(b)\n"))
                #expect(try await run(["status", "20260101000000"]).output.contains("applied at "))
                #expect(try await run(["lint"]).status == 8)
                #expect(try await run(["revert"]).output == "1 file  \(a)\n1 file  \(b)\n")
                #expect(
                    try await run(["revert", "--to", "20260101000000", "--json"]).output
                        == "{\"databases\":[{\"database\":\"\(a)\",\"reverted\":[]},"
                        + "{\"database\":\"\(b)\",\"reverted\":[]}]}\n")
            }
        }
    }

    @Test func `what is pending somewhere says nothing beside a failure elsewhere`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            try migrating.folder.write("list", "\(migrating.database.name)\nno_such_database\n")
            let list = "\(migrating.folder.path)/list"
            let outcome = try await migrating.command("status", "--exit-code", "--databases-from", list)
            #expect(outcome.status == 9)
            try migrating.folder.write("list", "no_such_database\n\(migrating.database.name)\n")
            let stopped = try await migrating.command("status", "--databases-from", list)
            #expect(stopped.output == "failed (9)  no_such_database\nnot begun  \(migrating.database.name)\n")
            let gone = try await migrating.command("status", "--databases-from", list, "--keep-going")
            #expect(gone.output.hasSuffix("failed (9)  no_such_database\n1 pending  \(migrating.database.name)\n"))
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
