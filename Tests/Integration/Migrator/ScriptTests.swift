import Foundation
import Migrator
import Postgres
import Testing

/// What is found wrong in files before any of them is run.
@Suite(.timeLimit(.minutes(5))) struct ScriptTests {
    static let one = RunnerTests.one

    @Test(arguments: [
        ("create table a ();\n\\d a\n", "2:1: a command to psql can't be run"),
        ("create table a ();\n\\! touch /tmp/x\n", "2:1: a command to psql can't be run"),
        ("select 1\n\\gexec\n", "2:1: a command to psql stands inside a statement"),
        ("select 1;\n  select 'a;\n", "2:10: this has no end"), ("/* /* */", "1:1: this has no end"),
        ("select 1;\nbegin;\n", "2:1: a file can't begin or end transactions"),
        ("commit;", "1:1: a file can't begin or end transactions"),
        ("rollback;", "1:1: a file can't begin or end transactions"),
        ("START TRANSACTION;", "1:1: a file can't begin or end transactions"),
        ("copy (select 1) to stdout;", "1:1: copy to stdout has nobody to read it"),
        ("copy a from stdin; select 1;\n1\n\\.\n", "1:20: nothing may follow copy … from stdin on its line"),
        ("-- migrator: sometimes\nselect 1;", "1:1: this is no directive"),
        ("select :'x';", "1:8: variable x has no value"),
    ])
    func `nothing is run of files with something wrong in the last`(sql: String, message: String) async throws {
        try await Migrating.with([Self.one: "create table first ();", RunnerTests.two: sql]) { migrating in
            let error = try await migrating.failure()
            #expect("\(error)".hasPrefix("\(RunnerTests.two):\(message)"), "\(error)")
            #expect(error.exitCode == 2)
            #expect(try await migrating.value("select to_regclass('first') is null") == "t")
        }
    }

    @Test func `savepoints are the file's own`() async throws {
        try await Migrating.with([
            Self.one: "create table a (); savepoint x; create table b (); rollback to savepoint x; release x;"
        ]) { migrating in
            let files = try await migrating.up()
            #expect(files == 1)
            #expect(
                try await migrating.value("select to_regclass('a') is not null and to_regclass('b') is null") == "t")
        }
    }

    @Test func `variables are put in as text, as strings and as names, and not into strings and bodies`() async throws {
        var options = Runner.Options()
        options.variables = ["n": "7", "s": "it's \\ :n", "t": "my \"table\"", "evil": "'; drop table x; --"]
        try await Migrating.with([
            Self.one: """
            create table :"t" (a text, b int, c text, d text, e int[]);
            insert into :"t" values (:'s', :n, ':n', $$:n$$, array[1, 2, 3]), (:'evil', 1, '', '', null);
            update :"t" set e = e[1:2] where b = :n;
            """
        ]) { migrating in
            let files = try await migrating.up(options)
            #expect(files == 1)
            let row = try await migrating.value(
                "select concat_ws('|', a, b, c, d, e) from \"my \"\"table\"\"\" where b = 7")
            #expect(row == "it's \\ :n|7|:n|:n|{1,2}")
            #expect(
                try await migrating.value("select a from \"my \"\"table\"\"\" where b = 1") == "'; drop table x; --")
        }
    }

    @Test func `variables are put into bodies when the file asks for it`() async throws {
        var options = Runner.Options()
        options.variables = ["n": "7", "s": "x"]
        try await Migrating.with([
            Self.one: "-- migrator: variables-in-bodies\ncreate table r (t text);"
                + "do $a$ begin insert into r values (:'s' || ':s' || :n); end $a$;"
        ]) { migrating in
            let files = try await migrating.up(options)
            #expect(files == 1)
            #expect(try await migrating.value("select t from r") == "x:s7")
        }
    }

    @Test func `an error after a variable is told where it stands in the file`() async throws {
        var options = Runner.Options()
        options.variables = ["v": "a rather long value"]
        try await Migrating.with([Self.one: "select :'v',\n  :'v', nothing;\n"]) { migrating in
            let error = try await migrating.failure(options)
            #expect("\(error)".hasPrefix("\(Self.one):2:9: column \"nothing\" does not exist"))
        }
    }

    @Test func `a file includes others of the project`() async throws {
        try await Migrating.with([
            Self.one: "create table a ();\n\\ir ../parts/b.sql\ncreate table c ();\n",
            "parts/b.sql": "create table b ();\n\\ir inner/d.sql\n",
            "parts/inner/d.sql": "create table d ();\nselect x;\n",
        ]) { migrating in
            let error = try await migrating.failure()
            #expect("\(error)".hasPrefix("parts/inner/d.sql:2:8: column \"x\" does not exist"))
            try migrating.folder.write("parts/inner/d.sql", "create table d ();")
            let files = try await migrating.up()
            #expect(files == 1)
            #expect(try await migrating.value("select count(*) from pg_tables where tablename ~ '^[abcd]$'") == "4")
            // What is included belongs to what was applied.
            try migrating.folder.write("parts/inner/d.sql", "create table other ();")
            #expect(try await migrating.failure().exitCode == 4)
        }
    }

    @Test(arguments: ["../../x.sql", "/etc/passwd", "nowhere.sql", "../migrations/20260101000000_one.sql"])
    func `what is outside, missing or itself is not included`(path: String) async throws {
        try await SQLFolder.with([Self.one: "\\ir \(path)\n"]) { folder in
            try folder.write("../x.sql", "select 1;")
            defer { try? folder.remove("../x.sql") }
            let error = #expect(throws: MigratorError.self) { try Project(folder: folder.path) }
            #expect(error?.exitCode == 2)
        }
    }
}
