import Foundation
import Migrator
import Postgres
import Testing

/// What a run installs, and what it leaves when it fails.
@Suite(.timeLimit(.minutes(5))) struct RunnerTests {
    static let one = "migrations/20260101000000_one.sql"
    static let two = "migrations/20260102000000_two.sql"

    @Test func `twenty runners at once install everything once`() async throws {
        try await Migrating.with([
            Self.one: "create table runs (at int); insert into runs values (1); select pg_sleep(0.2);",
            Self.two: "insert into runs values (2);",
            "code/f.sql": "create or replace function f() returns int language sql return 1;",
        ]) { migrating in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        if number < 16 { return try await migrating.up() }
                        let outcome = try await migrating.command("up", "--json")
                        #expect(outcome.status == 0, "\(outcome.log)")
                        return outcome.output.contains("{\"installed\":3}") ? 3 : 0
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 3)
            #expect(try await migrating.value("select string_agg(at::text, ',' order by at) from runs") == "1,2")
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "2")
        }
    }

    @Test func `a second run does nothing`() async throws {
        try await Migrating.with([Self.one: "create table t ();", "code/f.sql": "create view v as select 1 as a;"]) {
            migrating in
            let before = try await migrating.status()
            #expect(before.values.allSatisfy { $0 == .pending })
            #expect(try await migrating.up() == 2)
            #expect(try await migrating.status() == [Self.one: .installed, "code/f.sql": .installed])
            #expect(try await migrating.up() == 0)
        }
    }

    @Test func `Thin's own SQL is installed and then complete`() async throws {
        try await TestDatabase.with { database in
            let files = try await ThinTemplate.install(into: database.conninfo)
            #expect(files > 50)
            #expect(try await ThinTemplate.install(into: database.conninfo) == 0)
        }
    }

    @Test func `a file whose last statement fails leaves nothing, earlier files stay`() async throws {
        try await Migrating.with([
            Self.one: "create table first ();",
            Self.two:
                "create table second ();\ninsert into second default values;\n\n  select 'é', nothing from second;\n",
        ]) { migrating in
            let error = try await migrating.failure()
            guard case .failed(let file, let cause) = error else { throw Unexpected("\(error)") }
            #expect(file.path == Self.two && cause.state == "42703" && error.exitCode == 6)
            #expect("\(error)".hasPrefix("\(Self.two):4:15: column \"nothing\" does not exist\n"))
            #expect("\(error)".contains("  select 'é', nothing from second;"))
            #expect(
                try await migrating.value("select to_regclass('first') is not null and to_regclass('second') is null")
                    == "t")
            #expect(try await migrating.status() == [Self.one: .installed, Self.two: .pending])
            try migrating.folder.write(Self.two, "create table second ();")
            #expect(try await migrating.up() == 1)
        }
    }

    @Test func `an applied file must stay as it was`() async throws {
        try await Migrating.with([Self.one: "create table a ();", Self.two: "create table b ();"]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.one, "create table a (b int);")
            guard case .changedMigration(Self.one) = try await migrating.failure() else {
                throw Unexpected("no change")
            }
            await #expect(throws: MigratorError.self) { try await migrating.status() }
            try migrating.folder.remove(Self.one)
            guard case .missingMigration("20260101000000", "one") = try await migrating.failure() else {
                throw Unexpected("not missed")
            }
            try migrating.folder.write(Self.one, "create table a ();")
            #expect(try await migrating.up() == 0)
        }
    }

    @Test func `a file older than an applied one is refused`() async throws {
        try await Migrating.with([Self.two: "create table b ();"]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.one, "create table a ();")
            let error = try await migrating.failure()
            guard case .outOfOrder(Self.one, "20260102000000") = error else { throw Unexpected("\(error)") }
            #expect(try await migrating.value("select to_regclass('a') is null") == "t")
        }
    }

    @Test func `line ends, a byte-order mark and empty lines at the end are no change`() async throws {
        try await Migrating.with([
            Self.one: "create table a (\n    b int\n);\n", "code/v.sql": "create view v as\nselect 1 as a;\n",
        ]) {
            migrating in
            try await migrating.up()
            try migrating.folder.write(Self.one, "\u{FEFF}create table a (\r\n    b int\r\n);\r\n\r\n")
            try migrating.folder.write("code/v.sql", "create view v as\r\nselect 1 as a;")
            #expect(try await migrating.up() == 0)
        }
    }

    @Test func `files with line ends of Windows and a byte-order mark are installed`() async throws {
        try await Migrating.with([Self.one: "\u{FEFF}create table a (\r\n    b int -- x\r\n);\r\n"]) { migrating in
            let files = try await migrating.up()
            #expect(files == 1)
        }
    }

    @Test func `a changed code object is installed again, others aren't`() async throws {
        let version = { (number: Int) in "create or replace function f() returns int language sql return \(number);" }
        try await Migrating.with([
            Self.one: "create sequence installs;",
            "code/f.sql": version(1), "code/other.sql": "select nextval('installs');",
        ]) { migrating in
            try await migrating.up()
            try migrating.folder.write("code/f.sql", version(2))
            #expect(try await migrating.status()["code/f.sql"] == .changed)
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select f()") == "2")
            #expect(try await migrating.value("select last_value from installs") == "1")
        }
    }

    @Test func `code objects that need each other are installed in any order`() async throws {
        try await Migrating.with([
            "code/a.sql": "create view a as select b.x, f(b.x) as y from b;",
            "code/b.sql": "create view b as select c.x from s.c;",
            "code/z/f.sql": "create function f(int) returns int language sql return g($1) + 1;",
            "code/z/g.sql": "create function g(int) returns int language sql return $1;",
            "code/z/s.sql": "create schema s create view c as select 1 as x;",
        ]) { migrating in
            let files = try await migrating.up()
            #expect(files == 5)
            #expect(try await migrating.value("select y from a") == "2")
        }
    }

    @Test func `code objects that can't be made leave all as it was`() async throws {
        try await Migrating.with([
            "code/a.sql": "create view a as select * from b;", "code/b.sql": "create view b as select * from a;",
            "code/good.sql": "create view good as select 1 as x;",
        ]) { migrating in
            guard case .failed(let file, let cause) = try await migrating.failure() else {
                throw Unexpected("no failure")
            }
            #expect(file.path == "code/a.sql" && cause.state == "42P01")
            #expect(try await migrating.value("select to_regclass('good') is null") == "t")
            #expect(try await migrating.status()["code/good.sql"] == .pending)
        }
    }

    @Test func `seeds run only when asked for, and again when changed`() async throws {
        try await Migrating.with([Self.one: "create table s (a int);", "seeds/s.sql": "insert into s values (1);"]) {
            migrating in
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.up(.init(seeds: true)) == 1)
            #expect(try await migrating.up(.init(seeds: true)) == 0)
            try migrating.folder.write("seeds/s.sql", "insert into s values (2);")
            #expect(try await migrating.up(.init(seeds: true)) == 1)
            #expect(try await migrating.value("select count(*) from s") == "2")
        }
    }
}
