import Foundation
import Migrator
import Postgres
import Testing

/// What lint advises against, in files and in a database.
@Suite(.timeLimit(.minutes(5))) struct LintTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    private static func rules(of sql: String) async throws -> [String] {
        try await Migrating.with([Self.one: "create table t (id int primary key);", Self.two: sql]) { migrating in
            try await migrating.up(.init(target: "20260101000000"))
            return try await migrating.runner().lint().map(\.rule)
        }
    }

    @Test(arguments: [
        ("create index i on t (id);", "require-concurrent-index-creation"),
        ("create unique index if not exists i on only public.t (id);", "require-concurrent-index-creation"),
        ("create index concurrently i on t (id);", "ban-concurrent-index-creation-in-transaction"),
        ("drop index i;", "require-concurrent-index-deletion"), ("drop table if exists t;", "ban-drop-table"),
        ("alter table t drop column a;", "ban-drop-column"), ("alter table t drop a, add b int;", "ban-drop-column"),
        ("alter table t rename to u;", "renaming-table"), ("alter table t rename a to b;", "renaming-column"),
        ("alter table t rename column a to b;", "renaming-column"),
        ("alter table only t alter column a set not null;", "adding-not-nullable-field"),
        ("alter table t alter a type bigint using a::bigint;", "changing-column-type"),
        ("alter table t add constraint c check (a > 0);", "constraint-missing-not-valid"),
        ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a, b);", "constraint-missing-not-valid"),
        ("alter table t add constraint c unique (a);", "disallowed-unique-constraint"),
        ("alter table t add primary key (a);", "disallowed-unique-constraint"),
        ("alter table t add a int not null;", "adding-required-field"),
        ("alter table t add column a uuid default gen_random_uuid();", "adding-field-with-default"),
        ("alter table t add a bigserial;", "adding-field-with-default"),
        ("truncate t cascade;", "ban-truncate-cascade"), ("-- no-transaction\nvacuum full t;", "ban-table-rewrite"),
    ])
    func `what is unsafe is found`(sql: String, rule: String) async throws {
        #expect(try await Self.rules(of: sql) == [rule])
    }

    @Test(arguments: [
        "create table u (a int); create index on u (a); alter table u add b int not null, add check (a > 0); drop table u;",
        "create table s.u (a int); alter table s.u alter a type bigint;",
        "-- no-transaction\ncreate index concurrently i on t (id);\ndrop index concurrently i;",
        "alter table t add constraint c check (a > 0) not valid;", "alter table t validate constraint c;",
        "alter table t add constraint c unique using index i;", "alter table t add a int default 1 not null;",
        "alter table t add a timestamptz default now();", "alter table t drop constraint c;",
        "alter table t rename constraint a to b;", "alter table t alter a set default 'type';",
        "-- why\n-- squawk-ignore ban-drop-table\ndrop table t;",
        "-- squawk-ignore renaming-table, ban-drop-table\ndrop table t;", "-- squawk-ignore-file\ndrop table t;",
        "-- squawk-ignore-file ban-drop-table\n\nselect 1;\ndrop table t;",
        "alter table t\n    -- squawk-ignore ban-drop-column\n    drop column a;",
    ])
    func `what is safe or ignored is not`(sql: String) async throws {
        #expect(try await Self.rules(of: sql) == [])
    }

    @Test func `an ignored rule doesn't hide another`() async throws {
        #expect(
            try await Self.rules(
                of:
                    "-- squawk-ignore ban-drop-table\ndrop table t;\ndrop table t;\n-- squawk-ignore-file renaming-table\n"
            )
                == ["ban-drop-table"])
    }

    @Test func `what is wrong in the database is found`() async throws {
        try await Migrating.with([
            Self.one: """
            create table p (id int primary key); create table c (p_id int references p);
            create table r (id int primary key, u uuid); alter table r enable row level security;
            create table q (id int primary key); alter table q enable row level security; grant select on q to pg_monitor;
            create table d (id int primary key); create policy x on d using (true);
            create policy a on r for select using (u = current_setting('x')::uuid);
            create policy b on r using (u = (select current_setting('x'))::uuid);
            create table open (id int primary key); grant select on open to public;
            create index i1 on r (u); create index i2 on r (u);
            create view v as select 1; grant select on v to pg_monitor;
            create view w with (security_invoker = on) as select 1; grant select on w to pg_monitor;
            create function f() returns int language plpgsql as 'begin return 1; end';
            create function g() returns int language plpgsql set search_path = '' as 'begin return 1; end';
            create function h() returns int language sql begin atomic select 1; end;
            create extension pgtap;
            """
        ]) { migrating in
            try await migrating.up()
            let found = try await migrating.runner().lint().map { "\($0.rule) \($0.object ?? "")" }
            #expect(
                found == [
                    "auth_rls_initplan a on r", "duplicate_index i1, i2", "extension_in_public pgtap",
                    "function_search_path_mutable f()",
                    "multiple_permissive_policies r for select to public", "no_primary_key c",
                    "policy_exists_rls_disabled d", "rls_disabled open", "rls_enabled_no_policy q",
                    "security_definer_view v", "unindexed_foreign_keys c_p_id_fkey on c",
                ])
            let outcome = try await migrating.command("lint", "--exclude", "no_primary_key")
            #expect(outcome.status == 8)
            #expect(outcome.output.hasSuffix("10 found\n"))
        }
    }

    /// Roles as a Supabase project has them; they belong to the cluster.
    private static let roles = """
        do $$ begin create role anon; exception when duplicate_object or unique_violation then null; end $$;
        do $$ begin create role authenticated; exception when duplicate_object or unique_violation then null; end $$;
        create schema auth; create table auth.users (id uuid primary key, email text unique);
        create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
        create schema ext; create table t (id uuid primary key, e text); alter table t enable row level security;
        create policy fine on t for select to authenticated using (true);
        """

    @Test(arguments: [
        ("create extension pg_trgm", "extension_in_public pg_trgm"),
        ("create materialized view m as select 1 as x; grant select on m to anon", "materialized_view_in_api m"),
        (
            "create foreign data wrapper w; create server s foreign data wrapper w; "
                + "create foreign table f (x int) server s; grant select on f to authenticated",
            "foreign_table_in_api f"
        ),
        (
            "create view v with (security_invoker = on) as select email from auth.users; grant select on v to anon",
            "auth_users_exposed v"
        ),
        (
            "alter table t add constraint t_e_fkey foreign key (e) references auth.users (email); create index on t (e)",
            "fkey_to_auth_unique t_e_fkey on t"
        ),
        ("create policy p on t for update to authenticated using (true)", "rls_policy_always_true p on t"),
        ("create policy p on t for insert to public with check (1 = 1)", "rls_policy_always_true p on t"),
        (
            "create policy p on t for delete to anon using ((select auth.jwt()) -> 'user_metadata' ->> 'r' = 'x')",
            "rls_references_user_metadata p on t"
        ),
        (
            "create function f() returns int language plpgsql security definer set search_path = '' as "
                + "'begin return 1; end'; revoke execute on function f() from public; grant execute on function f() to anon",
            "anon_security_definer_function_executable f()"
        ),
        (
            "create function f() returns int language plpgsql security definer set search_path = '' as 'begin return 1; "
                + "end'; revoke execute on function f() from public; grant execute on function f() to authenticated",
            "authenticated_security_definer_function_executable f()"
        ),
        (
            "create table u (id int primary key, password_hash text, \"api-key\" text, tokens int); "
                + "grant select (password_hash) on u to anon; grant select (\"api-key\") on u to anon",
            "sensitive_columns_exposed u"
        ),
        (
            "alter policy fine on t using ((select auth.jwt()) is null or e = 'a (b) or')",
            "rls_policy_null_auth_disjunct fine on t"
        ),
        (
            "alter policy fine on t using (e = 'x' or (e = 'y' and id is null) or (select auth.jwt()) is null or e is null)",
            "rls_policy_null_auth_disjunct fine on t"
        ),
        (
            "alter policy fine on t using (e = 'x' or (select current_setting('x', true)) is null)",
            "rls_policy_null_auth_disjunct fine on t"
        ),
        ("create table u (id int primary key, p regproc)", "unsupported_reg_types u.p"),
        ("create extension pageinspect schema ext version '1.10'", "extension_versions_outdated pageinspect"),
        (
            "update pg_index set indisvalid = false where indexrelid = (select 't_pkey'::regclass)",
            "invalid_index t_pkey"
        ),
        ("alter table t set (autovacuum_enabled = off)", "autovacuum_disabled t"),
    ])
    func `what clients reach and what costs upkeep is found`(statement: String, finding: String) async throws {
        try await Migrating.with([Self.one: Self.roles]) { migrating in
            try await migrating.up()
            let found = { try await migrating.runner().lint().map { "\($0.rule) \($0.object ?? "")" } }
            #expect(try await found() == [])
            _ = try await migrating.database.withConnection { try await $0.script(statement) }
            #expect(try await found() == [finding])
        }
    }

    @Test(arguments: [
        "(select auth.jwt()) is not null or e = 'x'", "(select auth.jwt()) is null and e = 'x'",
        "e = 'x' and ((select auth.jwt()) is null or e = 'y')", "(select auth.jwt()) is null", "e is null or e = 'x'",
        "(select current_setting('x')) is null or e = 'x'", "e = '((select auth.jwt()) IS NULL) OR ' or e = 'x'",
    ])
    func `a test for null that lets nobody through is fine`(condition: String) async throws {
        try await Migrating.with([Self.one: Self.roles]) { migrating in
            try await migrating.up()
            _ = try await migrating.database.withConnection {
                try await $0.script("alter policy fine on t using (\(condition))")
            }
            #expect(try await migrating.runner().lint() == [])
        }
    }

    @Test func `what only use shows is found when asked for`() async throws {
        try await Migrating.with([
            Self.one: """
            create table p (id int primary key, x int, y text); create index i on p (x);
            create table c (id int primary key references p, p_id int references p); create index needed on c (p_id);
            """
        ]) { migrating in
            try await migrating.up()
            try await migrating.database.withConnection { connection in
                for statement in [
                    "alter table p set (autovacuum_enabled = off)",
                    "insert into p select i, i, repeat('x', 200) from generate_series(1, 200000) i",
                    "delete from p where id % 10 <> 0", "vacuum analyze p", "alter table p reset (autovacuum_enabled)",
                ] { _ = try await connection.script(statement) }
            }
            let found = { (usage: Bool) in
                try await migrating.runner().lint(usage: usage).map { "\($0.rule) \($0.object ?? "")" }
            }
            #expect(try await found(false) == [])
            #expect(try await found(true) == ["table_bloat p", "unused_index i"])
            try await migrating.database.withConnection { connection in
                for statement in ["set enable_seqscan = off; select from p where x = 7", "vacuum full p", "analyze p"] {
                    _ = try await connection.script(statement)
                }
            }
            // What a session has counted is told to others a moment later.
            try await eventually { try await found(true) == [] }
            let outcome = try await migrating.command("lint", "--usage")
            #expect(outcome.output == "nothing found\n")
        }
    }

    @Test func `a replication slot that nobody reads is found`() async throws {
        try await TestCluster.withPrivate(settings: ["max_slot_wal_keep_size = 1MB"]) { cluster in
            try await SQLFolder.with([Self.one: "select 1;"]) { folder in
                let target = ConnectionTarget(
                    conninfo: cluster.conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
                let runner = Runner(try Project(folder: folder.path), into: target)
                _ = try await runner.up()
                let connection = try await Connection.connect(to: target)
                _ = try await connection.script("select pg_create_physical_replication_slot('gone', true)")
                #expect(try await runner.lint(usage: true) == [])
                for _ in 0..<4 {
                    _ = try await connection.script("create table w (); drop table w; select pg_switch_wal()")
                }
                _ = try await connection.script("checkpoint")
                let found = try await runner.lint(usage: true)
                #expect(found.map { "\($0.rule) \($0.object ?? "")" } == ["unused_replication_slot gone"])
                await connection.close()
            }
        }
    }

    @Test func `functions and triggers are checked where plpgsql_check is installed`() async throws {
        try await Migrating.with([
            Self.one: """
            create table t (id int primary key);
            create function sound() returns int language plpgsql set search_path = '' as 'begin return 1; end';
            create function unsound() returns int language plpgsql set search_path = '' as $$
            begin
                return nothing;
            end $$;
            create function act() returns trigger language plpgsql set search_path = '' as $$
            begin
                new.lacking := 1;
                return new;
            end $$;
            create trigger acting before insert on t for each row execute function act();
            create table u (id int primary key);
            create function see() returns trigger language plpgsql set search_path = '' as $$
            begin
                perform from old_rows;
                return null;
            end $$;
            create trigger seeing after delete on u referencing old table as old_rows
                for each statement execute function see();
            create trigger acting before insert on u for each row execute function act();
            """
        ]) { migrating in
            try await migrating.up()
            #expect(try await migrating.runner().lint().isEmpty)
            let isThere = try await migrating.value(
                "select count(*) from pg_available_extensions where name = 'plpgsql_check'")
            // Where the package isn't installed there is nothing to see.
            guard isThere == "1" else { return }
            _ = try await migrating.database.withConnection {
                try await $0.script("create schema checks; create extension plpgsql_check schema checks")
            }
            let outcome = try await migrating.command("lint")
            #expect(outcome.status == 8)
            #expect(
                outcome.output.contains("act() on t:3: plpgsql_check: error: record \"new\" has no field \"lacking\""))
            #expect(outcome.output.contains("unsound():3: plpgsql_check: error: column \"nothing\" does not exist"))
            #expect(outcome.output.hasSuffix("\n2 found\n") && !outcome.output.contains("sound():1"))
            #expect(try await migrating.command("lint", "--exclude", "plpgsql_check").output == "nothing found\n")
        }
    }

    @Test func `applied migrations are looked at when asked for`() async throws {
        try await Migrating.with([Self.one: "create table t (id int primary key);", Self.two: "drop table t;"]) {
            migrating in
            try await migrating.up()
            #expect(try await migrating.command("lint").output == "nothing found\n")
            let all = try await migrating.command("lint", "--all")
            #expect(all.output.hasPrefix("\(Self.two):1: ban-drop-table: "))
        }
    }
}
