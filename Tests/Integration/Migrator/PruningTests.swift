import Foundation
import Migrator
import Postgres
import Testing

/// Files of code that are gone.
@Suite(.timeLimit(.minutes(5))) struct PruningTests {
    static let one = RunnerTests.one
    static let files: KeyValuePairs<String, String> = [
        one: "create table a (x int);", "code/a_top.sql": "create or replace view top as select * from base;",
        "code/b_base.sql": "create or replace view base as select x from a;",
        "code/f.sql": "create or replace function f(y int) returns int language sql return y;",
    ]

    @Test func `what a file made that is gone is told, and dropped only when asked for`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            for path in ["code/a_top.sql", "code/b_base.sql", "code/f.sql"] { try migrating.folder.remove(path) }
            try migrating.folder.write("code/g.sql", "create or replace view g as select 1 as x;")
            let warning = "code/f.sql is gone; what it made stays until 'migrator up --prune'"
            #expect(try await migrating.command("plan").log.contains(warning))
            #expect(try await migrating.command("validate").output.contains("warning: \(warning)\n"))
            let status = try await migrating.command("status", "--exit-code")
            #expect(status.output.contains("gone      code/f.sql\n"))
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.command("status", "--exit-code").status == 0)
            #expect(try await migrating.value("select to_regclass('top') is not null") == "t")
            let outcome = try await migrating.command("up", "--prune")
            #expect(outcome.status == 0 && outcome.output.hasPrefix("installed 3 files"), "\(outcome.log)")
            #expect(outcome.log.contains("code/f.sql is gone: drops function public.f(integer)\n"))
            #expect(
                try await migrating.value(
                    "select to_regclass('top') is null and to_regclass('base') is null and to_regproc('f') is null")
                    == "t")
            #expect(try await migrating.command("drift").output == "no drift\n")
            #expect(try await migrating.command("up", "--prune").output == "up to date\n")
            #expect(!(try await migrating.command("status").output.contains("gone")))
        }
    }

    @Test func `what something else depends on stays, and all with it`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            _ = try await migrating.database.withConnection {
                try await $0.script("create view theirs as select * from top")
            }
            for path in ["code/a_top.sql", "code/b_base.sql", "code/f.sql"] { try migrating.folder.remove(path) }
            let outcome = try await migrating.command("up", "--prune")
            #expect(outcome.status == 6)
            #expect(outcome.log.contains("code/a_top.sql: cannot drop view top because other objects depend on it"))
            #expect(outcome.log.contains("view theirs depends on view top"))
            #expect(try await migrating.value("select to_regproc('f') is not null") == "t")
        }
    }

    @Test func `a migration that is taken back leaves known which files are gone`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try migrating.folder.write("migrations/20260102000000_two.sql", "create table b ();")
            try migrating.folder.write("revert/20260102000000_two.sql", "drop table b;")
            try await migrating.up()
            try migrating.folder.remove("code/f.sql")
            _ = try await migrating.runner().revert()
            let status = try await migrating.status()
            #expect(status["code/f.sql"] == .gone && status["code/b_base.sql"] == .pending)
        }
    }
}
