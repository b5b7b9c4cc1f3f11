import Foundation
import Migrator
import Postgres
import Testing

/// Taking migrations back.
@Suite(.timeLimit(.minutes(5))) struct RevertTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)
    static let files: KeyValuePairs<String, String> = [
        one: "create table a (x int);", two: "create table b (x int);",
        "revert/20260101000000_one.sql": "drop table a;", "revert/20260102000000_two.sql": "drop table b cascade;",
        "code/v.sql": "create or replace view v as select * from b;",
    ]

    @Test func `the newest is taken back, and what comes after it is made again`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            #expect(try await migrating.runner().revert() == ["revert/20260102000000_two.sql"])
            #expect(try await migrating.value("select to_regclass('b') is null and to_regclass('v') is null") == "t")
            #expect(
                try await migrating.status()
                    == [Self.one: .installed, Self.two: .pending, "code/v.sql": .pending])
            #expect(try await migrating.up() == 2)
            #expect(try await migrating.value("select count(*) from v") == "0")
            let verbs = try await migrating.value("select string_agg(verb, ' ' order by id) from migrator.runs")
            #expect(verbs == "up revert up")
        }
    }

    @Test func `all that is newer than a version is taken back, newest first`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            #expect(try await migrating.runner().revert(to: "20260102000000") == [])
            guard
                case .unknownVersion = await #expect(
                    throws: MigratorError.self,
                    performing: { try await migrating.runner().revert(to: "20260101000001") })
            else { throw Unexpected("taken") }
            let outcome = try await migrating.command("revert", "--to", "0", "--json")
            #expect(
                outcome.output
                    == "{\"reverted\":[\"revert/20260102000000_two.sql\",\"revert/20260101000000_one.sql\"]}\n")
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "0")
            #expect(try await migrating.command("revert").output == "nothing to revert\n")
        }
    }

    @Test func `nothing is taken back when a script is missing, and a failing one leaves its migration`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            try migrating.folder.remove("revert/20260101000000_one.sql")
            let missing = try await migrating.command("revert", "--to", "0")
            #expect(missing.status == 2)
            #expect(missing.log.contains("revert/20260101000000_one.sql is missing"))
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "2")
            try migrating.folder.write("revert/20260102000000_two.sql", "drop table b cascade; select 1/0;")
            let failed = try await migrating.command("revert", "--json")
            #expect(failed.status == 6)
            #expect(failed.output.contains("\"sqlstate\":\"22012\""))
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "2")
            #expect(try await migrating.value("select to_regclass('v') is not null") == "t")
        }
    }

    @Test func `a script outside a transaction takes a concurrent index back`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int);", Self.two: "-- no-transaction\ncreate index concurrently i on a (x);",
            "revert/20260102000000_two.sql": "-- no-transaction\ndrop index concurrently i;",
        ]) { migrating in
            try await migrating.up()
            #expect(try await migrating.runner().revert().count == 1)
            #expect(try await migrating.value("select to_regclass('i') is null") == "t")
            #expect(try await migrating.value("select count(*) from migrator.journal") == "0")
            #expect(try await migrating.up() == 1)
        }
    }

    @Test(arguments: ["revert/20260103000000_x.sql", "verify/20260101000000_other.sql"])
    func `a file that belongs to no migration is refused`(path: String) async throws {
        try await SQLFolder.with([Self.one: "select 1;", path: "select 1;"]) { folder in
            guard
                case .strayFile(path) = #expect(
                    throws: MigratorError.self, performing: { try Project(folder: folder.path) })
            else { throw Unexpected("taken") }
        }
    }
}
