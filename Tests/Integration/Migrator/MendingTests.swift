import Foundation
import Migrator
import Postgres
import Testing

/// Histories that are brought into line by hand: `repair` and `baseline`.
@Suite(.timeLimit(.minutes(5))) struct MendingTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    @Test func `repair takes over names and checksums, and runs nothing`() async throws {
        try await Migrating.with([Self.one: "create table a ();", Self.two: "create table b ();"]) { migrating in
            try await migrating.up()
            #expect(try await migrating.command("repair").output == "nothing to repair\n")
            try migrating.folder.write(Self.one, "create table changed ();")
            try migrating.folder.remove(Self.two)
            try migrating.folder.write("migrations/20260102000000_other.sql", "create table b ();")
            let outcome = try await migrating.command("repair")
            #expect(
                outcome.output
                    == "\(Self.one): checksum taken over\nmigrations/20260102000000_other.sql: takes the place of the name two\n"
            )
            #expect(try await migrating.up() == 0)
            #expect(try await migrating.value("select to_regclass('changed') is null") == "t")
            #expect(
                try await migrating.value("select string_agg(verb, ' ' order by id) from migrator.runs") == "up repair")
        }
    }

    @Test func `repair forgets a migration whose file is gone, when told to`() async throws {
        try await Migrating.with([Self.one: "create table a ();", Self.two: "create table b ();"]) { migrating in
            try await migrating.up()
            try migrating.folder.remove(Self.two)
            #expect(try await migrating.runner().repair() == [])
            #expect(try await migrating.failure().exitCode == 4)
            #expect(try await migrating.command("repair", "--forget", "20260103000000").status == 2)
            #expect(try await migrating.runner().repair(forgetting: ["20260102000000"]).count == 1)
            #expect(try await migrating.up() == 0)
        }
    }

    @Test func `repair takes the finished statements of a half done file as they stand, or forgets them`() async throws
    {
        try await Migrating.with([
            Self.one: "-- no-transaction\ncreate table a ();\ncreate table b ();\nselect x;\n"
        ]) { migrating in
            #expect(try await migrating.failure().exitCode == 7)
            try migrating.folder.write(Self.one, "-- no-transaction\ncreate table  other ();\nselect 1;\n")
            #expect(try await migrating.failure().exitCode == 4)
            #expect(try await migrating.runner().repair().count == 2)
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select to_regclass('other') is null") == "t")
            try migrating.folder.write(Self.two, "-- no-transaction\ncreate table c ();\nselect x;\n")
            #expect(try await migrating.failure().exitCode == 7)
            #expect(try await migrating.runner().repair(forgetting: ["20260102000000"]).count == 1)
            #expect(try await migrating.status()[Self.two] == .pending)
        }
    }

    @Test func `a history of the first version gets what it lacks`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            try await migrating.up()
            try await migrating.database.withConnection {
                _ = try await $0.query("update migrator.migrations set meaning = null")
            }
            try migrating.folder.write(Self.one, "create table a ( );")
            #expect(try await migrating.failure().exitCode == 4)
            try migrating.folder.write(Self.one, "create table a ();")
            #expect(try await migrating.runner().repair().count == 1)
            try migrating.folder.write(Self.one, "create table a ( );")
            #expect(try await migrating.up() == 0)
        }
    }

    @Test func `a baseline takes migrations for applied, once and only where there are none`() async throws {
        try await Migrating.with([
            Self.one: "create table a ();", Self.two: "create table b ();",
            "code/v.sql": "create view v as select 1 as x;",
        ]) { migrating in
            try await migrating.database.withConnection { _ = try await $0.query("create table a ()") }
            #expect(try await migrating.command("baseline", "20250101000000").status == 2)
            let outcome = try await migrating.command("baseline", "20260101000000")
            #expect(outcome.output == "1 migration is taken for applied\n")
            #expect(try await migrating.up() == 2)
            #expect(try await migrating.value("select count(*) from migrator.migrations where is_baseline") == "1")
            let again = try await migrating.command("baseline", "20260102000000")
            #expect(again.status == 4)
            #expect(try await migrating.command("status", "20260101000000").output.contains("taken for applied at"))
        }
    }
}
