import Foundation
import Migrator
import Postgres
import Testing

/// Files and what they leave in the session, the history, and behind them when something goes wrong.
@Suite(.timeLimit(.minutes(10))) struct InstallationTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    @Test func `nothing that a file does to its session reaches the next`() async throws {
        try await Migrating.with([
            Self.one: """
            set search_path = pg_catalog; set role pg_monitor; set work_mem = '1MB'; prepare p as select 1;
            create temporary table leftover (a int); declare c cursor with hold for select 1; listen x;
            select pg_advisory_lock(1), pg_advisory_lock(1, 2), pg_advisory_lock_shared(3);
            """,
            Self.two: """
            create table public.seen as select current_user = session_user as role,
                current_setting('search_path') as path, current_setting('work_mem') <> '1MB' as memory,
                (select count(*) from pg_prepared_statements where from_sql) as prepared,
                to_regclass('leftover') is null as temporary, (select count(*) from pg_cursors) as cursors,
                (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks,
                (select count(*) from pg_listening_channels()) as channels;
            """,
        ]) { migrating in
            let files = try await migrating.up()
            #expect(files == 2)
            let seen = try await migrating.value(
                "select concat_ws(' ', role, path, memory, prepared, temporary, cursors, locks, channels) from seen")
            #expect(seen == "t \"$user\", public t 0 t 0 1 0")
        }
    }

    @Test func `a file may drop all that is prepared, and make strings the old way`() async throws {
        try await Migrating.with([
            Self.one: "create table a (t text);", Self.two: "deallocate all; insert into a values ('x');",
            "migrations/20260103000000_c.sql":
                "set standard_conforming_strings = off;\ninsert into a values ('it\\'s;');\ninsert into a values ('y');",
            "migrations/20260104000000_d.sql": "insert into a values ('\\');",
        ]) { migrating in
            let files = try await migrating.up()
            #expect(files == 4)
            #expect(
                try await migrating.value("select string_agg(t, ' ' order by t collate \"C\") from a") == "\\ it's; x y"
            )
        }
    }

    @Test func `rows follow a copy, twenty megabytes of them`() async throws {
        let row = String(repeating: "x;'\"$$", count: 30)
        let rows = (1...110_000).map { "\($0)\t\(row)\n" }.joined()
        try await Migrating.with([
            Self.one: "create table t (a int primary key, b text);",
            "seeds/t.sql":
                "copy t from stdin;\n\(rows)\\.\ninsert into t values (0, 'z');\ncopy t (a) from stdin;\n-1\n",
        ]) { migrating in
            let files = try await migrating.up(.init(seeds: true))
            #expect(files == 2)
            #expect(try await migrating.value("select count(*) || ' ' || min(a) from t") == "110002 -1")
        }
    }

    @Test func `a failing copy is told with its line and leaves nothing`() async throws {
        try await Migrating.with([
            Self.one: "create table t (a int primary key);\n\ncopy t from stdin;\n1\nx\n\\.\n"
        ]) { migrating in
            let error = try await migrating.failure()
            #expect("\(error)".hasPrefix("\(Self.one):3:1: invalid input syntax for type integer"))
            #expect(try await migrating.value("select to_regclass('t') is null") == "t")
        }
    }

    @Test func `a constraint that fails at commit undoes the file`() async throws {
        try await Migrating.with([
            Self.one: "create table t (a int unique deferrable initially deferred); insert into t values (1), (1);"
        ]) { migrating in
            let error = try await migrating.failure()
            #expect(error.exitCode == 6)
            #expect(try await migrating.value("select to_regclass('t') is null") == "t")
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "0")
        }
    }

    @Test func `a history of the first version is upgraded and goes on`() async throws {
        try await Migrating.with([Self.one: "create table a ();", Self.two: "create table b ();"]) { migrating in
            let file = try #require(try Project(folder: migrating.folder.path).migrations.first?.file)
            try await migrating.database.withConnection { connection in
                _ = try await connection.script(
                    """
                    create table a ();
                    create schema migrator;
                    create table migrator.migrations (
                        version text not null constraint migrations_pkey primary key, name text not null,
                        checksum text not null, applied_at timestamptz not null default now(),
                        applied_by text not null default session_user, duration_ms bigint not null);
                    create table migrator.files (path text not null constraint files_pkey primary key,
                        checksum text not null, installed_at timestamptz not null default now(),
                        installed_by text not null default session_user);
                    insert into migrator.migrations (version, name, checksum, duration_ms)
                    values ('20260101000000', 'one', '\(file.checksum)', 1);
                    """)
            }
            #expect(try await migrating.status() == [Self.one: .installed, Self.two: .pending])
            let files = try await migrating.up()
            #expect(files == 1)
            #expect(try await migrating.value("select max(version) from migrator.upgrades") == "4")
            #expect(
                try await migrating.value("select count(*) from migrator.migrations where before_lsn is not null")
                    == "1")
            try await migrating.database.withConnection {
                _ = try await $0.query("insert into migrator.upgrades values (99)")
            }
            guard case .newerHistory(99) = try await migrating.failure() else { throw Unexpected("went on") }
        }
    }

    @Test func `a run is written down, with how it ended and where the log stood`() async throws {
        try await Migrating.with([Self.one: "create table a ();", Self.two: "select 'secret' from nowhere;"]) {
            migrating in
            _ = try await migrating.failure()
            let run = try await migrating.value(
                """
                select concat_ws(' ', verb, started_lsn is not null, restore_point is not null,
                    finished_at is not null, failure) from migrator.runs
                """)
            #expect(run == "up t t t 42P01 \(Self.two)")
            try migrating.folder.write(Self.two, "select 1;")
            let files = try await migrating.up()
            #expect(files == 1)
            #expect(try await migrating.up() == 0)
            #expect(try await migrating.value("select count(*) from migrator.runs") == "2")
        }
    }

    @Test func `files end where the target is, code and seeds come with the newest`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int);", Self.two: "create table b (x int);",
            "code/v.sql": "create view v as select * from b;",
        ]) { migrating in
            let files = try await migrating.up(.init(target: "20260101000000"))
            #expect(files == 1)
            let error = try await migrating.failure(.init(target: "20260101000001"))
            #expect(error.exitCode == 2)
            #expect(try await migrating.up(.init(target: "20260102000000")) == 2)
        }
    }

    @Test func `comments and spaces may change, a name and an order only when asked for`() async throws {
        try await Migrating.with([Self.two: "create table b (a int, b int);"]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.two, "-- why\ncreate   table b\n    (a int, /* x */ b int);\n")
            let outcome = try await migrating.command("up")
            #expect(outcome.status == 0 && outcome.output == "up to date\n")
            #expect(outcome.log.contains("warning: \(Self.two): comments or spaces have changed"))
            try migrating.folder.remove(Self.two)
            try migrating.folder.write("migrations/20260102000000_other.sql", "create table b (a int, b int);")
            guard case .renamedMigration(_, "two") = try await migrating.failure() else { throw Unexpected("taken") }
            try migrating.folder.remove("migrations/20260102000000_other.sql")
            try migrating.folder.write(Self.two, "create table b (a int, b int);")
            try migrating.folder.write(Self.one, "create table a ();")
            #expect(try await migrating.failure().exitCode == 4)
            try migrating.folder.write(Self.one, "-- migrator: out-of-order\ncreate table a ();")
            let files = try await migrating.up()
            #expect(files == 1)
            try migrating.folder.write("migrations/20250101000000_c.sql", "create table c ();")
            var options = Runner.Options()
            options.allowsOutOfOrder = true
            #expect(try await migrating.up(options) == 1)
            try migrating.folder.remove(Self.two)
            #expect(try await migrating.failure().exitCode == 4)
            options.allowsUnknown = true
            #expect(try await migrating.up(options) == 0)
        }
    }

    @Test func `code objects wait for what they require, and not in a circle`() async throws {
        let note = { (name: String) in "insert into installs (name) values ('\(name)');" }
        try await Migrating.with([
            Self.one: "create table installs (id int generated always as identity, name text);",
            "code/a.sql": "-- migrator: requires code/b.sql\n\(note("a"))", "code/b.sql": note("b"),
        ]) { migrating in
            let files = try await migrating.up()
            #expect(files == 3)
            #expect(try await migrating.value("select string_agg(name, '' order by id) from installs") == "ba")
            try migrating.folder.write("code/a.sql", "-- migrator: requires code/b.sql\nselect 1;")
            try migrating.folder.write("code/b.sql", "-- migrator: requires code/a.sql\nselect 1;")
            guard case .circularRequirements = try await migrating.failure() else { throw Unexpected("no circle") }
        }
    }
}
