import Foundation
import Migrator
import Postgres
import Testing

/// What isn't as the last run left it.
@Suite(.timeLimit(.minutes(5))) struct DriftTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)
    static let files: KeyValuePairs<String, String> = [
        one: """
        create table t (a int constraint t_a_positive check (a > 0), b text default 'x');
        create index t_b_idx on t (b);
        alter table t enable row level security;
        create policy readable on t for select to pg_monitor using (a > 1);
        create type mood as enum ('good', 'bad');
        create domain amount as numeric check (value >= 0);
        create sequence s;
        create schema other;
        create function act() returns trigger language plpgsql as 'begin return new; end';
        create trigger acting before insert on t for each row execute function act();
        """,
        "code/f.sql": "create or replace function f() returns int language sql return 1;",
        "code/v.sql": "create or replace view v as select a from t; grant select on v to pg_monitor;",
    ]

    @Test(arguments: [
        ("alter table t add c int", "changed table public.t"),
        ("alter table t alter b set default 'y'", "changed table public.t"),
        ("drop index t_b_idx", "missing index public.t_b_idx"),
        ("create index i on t (a)", "unexpected index public.i"),
        ("alter table t drop constraint t_a_positive", "missing table constraint t_a_positive on public.t"),
        ("alter table t disable row level security", "changed table public.t"),
        ("alter table t force row level security", "changed table public.t"),
        ("alter policy readable on t to public", "changed policy readable on public.t"),
        ("alter policy readable on t using (true)", "changed policy readable on public.t"),
        ("alter type mood add value 'fair'", "changed type public.mood"),
        ("alter domain amount set not null", "changed type public.amount"),
        ("alter sequence s increment 2", "changed sequence public.s"),
        (
            "create or replace function f() returns int language sql return 2",
            "changed function public.f() (code/f.sql)"
        ),
        ("alter function f() set search_path = pg_catalog", "changed function public.f() (code/f.sql)"),
        ("grant execute on function f() to pg_monitor", "changed function public.f() (code/f.sql)"),
        ("revoke select on v from pg_monitor", "changed view public.v (code/v.sql)"),
        ("grant select (a) on t to pg_monitor", "changed table public.t"),
        ("alter view v owner to pg_database_owner", "changed view public.v (code/v.sql)"),
        ("comment on column t.a is 'x'", "changed table public.t"),
        ("alter table t disable trigger acting", "changed trigger acting on public.t"),
        ("grant usage on schema other to public", "changed schema other"),
        (
            "alter default privileges in schema other grant select on tables to public",
            "unexpected default acl for role"
        ),
    ])
    func `whatever is changed by hand is told`(statement: String, expected: String) async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            #expect(try await migrating.command("drift").output == "no drift\n")
            try await migrating.database.withConnection { _ = try await $0.script(statement) }
            let outcome = try await migrating.command("drift")
            #expect(outcome.status == 4)
            #expect(outcome.output.hasPrefix(expected), "\(outcome.output)")
            #expect(outcome.output.split(separator: "\n").count { !$0.hasPrefix(" ") } == 1, "\(outcome.output)")
        }
    }

    @Test func `a run takes over what it changes, and no other drift`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await migrating.up()
            try await migrating.database.withConnection {
                _ = try await $0.script("alter table t add c int; drop sequence s; create table extra ()")
            }
            try migrating.folder.write(Self.two, "create table u (); alter table extra add d int;")
            #expect(try await migrating.up() == 1)
            let drift = try await migrating.runner().drift()
            #expect(drift.objects.map(\.identity) == ["public.s", "public.t"])
            #expect(drift.objects.last?.lines == ["+ column c integer"])
            #expect(try await migrating.command("repair", "--accept-drift").status == 0)
            #expect(try await migrating.command("drift").status == 0)
            try migrating.folder.write(
                "code/f.sql", "create or replace function f() returns int language sql return 3;")
            #expect(
                try await migrating.command("drift").output.hasPrefix("file changed since it was installed: code/f.sql")
            )
        }
    }

    @Test func `an older history has nothing to compare with until the next run`() async throws {
        try await Migrating.with(Self.files) { migrating in
            #expect(try await migrating.command("drift").status == 1)
            try await migrating.up()
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    drop table migrator.catalogue, migrator.objects; alter table migrator.migrations drop column is_shared;
                    delete from migrator.upgrades where version >= 3
                    """)
            }
            #expect(try await migrating.command("drift").log.contains("no run has written down"))
            #expect(try await migrating.up() == 0)
            #expect(try await migrating.command("drift").output == "no drift\n")
        }
    }

    @Test func `a read-only role may ask, and extensions are left out`() async throws {
        try await Migrating.with([Self.one: "create extension pgtap; create extension pg_trgm;"]) { migrating in
            try await migrating.up()
            let role = "reader_\(migrating.database.name)"
            try await migrating.database.withConnection {
                _ = try await $0.script("create role \(role) login in role pg_read_all_data")
            }
            let conninfo = TestCluster.conninfo(migrating.database.conninfo, adding: ["user": role])
            let outcome = try await ChildProcess.run(
                try ChildProcess.built("migrator"), ["drift", "--dir", migrating.folder.path, "--database", conninfo])
            #expect(outcome.output == "no drift\n", "\(outcome.log)")
            try await migrating.database.withConnection { _ = try await $0.script("drop role \(role)") }
            #expect(try await migrating.value("select count(*) < 10 from migrator.catalogue") == "t")
        }
    }
}
