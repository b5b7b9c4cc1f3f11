import Foundation
import Migrator
import Postgres
import Testing

/// Code objects that `create or replace` can't replace.
@Suite(.timeLimit(.minutes(5))) struct ReplacingTests {
    static let one = RunnerTests.one
    static let table = "create table t (a int, b text); insert into t values (1, 'x');"

    @Test func `a view loses a column, and what depends on it stays with grants and comments`() async throws {
        try await Migrating.with([
            Self.one: Self.table, "code/v.sql": "create or replace view v as select a, b from t;",
            "code/w.sql": "create or replace view w with (security_invoker = true) as select a from v;",
        ]) { migrating in
            try await migrating.up()
            let before = """
                create view x as select a + 1 as c from w;
                create function taking(v) returns int language sql begin atomic select c from x; end;
                create function act() returns trigger language plpgsql as 'begin return new; end';
                create trigger acting instead of insert on x for each row execute function act();
                create materialized view m as select c from x; create unique index m_idx on m (c);
                grant select on v, w, x, m to pg_monitor; grant select (c) on x to pg_read_all_stats with grant option;
                revoke all on function taking(v) from public; grant execute on function taking(v) to pg_monitor;
                comment on view v is 'It''s v'; comment on view x is 'It''s x'; comment on column x.c is 'c';
                comment on trigger acting on x is 'acts';
                create table public.before as select * from catalogue;
                """
            try await migrating.database.withConnection { connection in
                _ = try await connection.script(Self.catalogue)
                _ = try await connection.script(before)
            }
            try migrating.folder.write("code/v.sql", "create or replace view v as select a from t;")
            #expect(try await migrating.up() == 1)
            let difference = try await migrating.value(
                """
                select string_agg(line, E'\\n') from (
                    (select 'lost ' || line as line from (select line from before except select line from catalogue) a)
                    union all
                    (select 'new ' || line from (select line from catalogue except select line from before) b)
                ) d where line !~ '(view public.v |v\\.b)'
                """)
            #expect(difference == nil)
            #expect(try await migrating.value("select obj_description('v'::regclass)") == "It's v")
            #expect(
                try await migrating.value("select relacl::text ~ 'pg_monitor=r' from pg_class where relname = 'v'")
                    == "t")
            #expect(
                try await migrating.value(
                    "select string_agg(column_name, ',') from information_schema.columns where table_name = 'v'") == "a"
            )
            #expect(try await migrating.value("select c from m") == "2")
        }
    }

    /// A view of all that must stay.
    static let catalogue = """
        create view catalogue as
        select i.type || ' ' || i.identity || ' ' || coalesce(o.text, '') as line
        from (
            select tableoid, oid, concat_ws('|', relowner::regrole, (select string_agg(a::text, ',' order by a::text) from unnest(relacl) a), reloptions, pg_get_viewdef(oid)) as text
            from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'i') and relname <> 'catalogue'
            union all select tableoid, oid, concat_ws('|', proowner::regrole, proacl, pg_get_functiondef(oid))
            from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
            union all select tableoid, oid, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
        ) o, pg_identify_object(o.tableoid, o.oid, 0) i
        union all
        select 'comment ' || i.identity || ' ' || description from pg_description d, pg_identify_object(classoid, objoid, objsubid) i
        where classoid in ('pg_class'::regclass, 'pg_trigger'::regclass) and i.schema = 'public' or i.identity ~ 'acting'
        union all
        select 'column ' || attname || ' ' || attacl::text from pg_attribute where attacl is not null and attrelid = to_regclass('x');
        """

    @Test func `a routine returns something else, and policies and views that use it stay`() async throws {
        try await Migrating.with([
            Self.one: Self.table + "alter table t enable row level security;",
            "code/f.sql": "create or replace function f() returns int language sql stable begin atomic select 1; end;",
            "code/v.sql": "create or replace view v as select f() as x;",
        ]) { migrating in
            try await migrating.up()
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    create policy mine on t as restrictive for update to pg_monitor, pg_read_all_stats
                        using (a = f()) with check (a > f());
                    comment on policy mine on t is 'mine';
                    revoke all on function f() from public;
                    grant execute on function f() to pg_monitor;
                    """)
            }
            try migrating.folder.write(
                "code/f.sql",
                "create or replace function f() returns bigint language sql stable begin atomic select 2; end;")
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select x || pg_typeof(x)::text from v") == "2bigint")
            let policy = try await migrating.value(
                "select concat_ws(' ', permissive, cmd, roles, qual, with_check) from pg_policies")
            #expect(policy == "RESTRICTIVE UPDATE {pg_monitor,pg_read_all_stats} (a = f()) (a > f())")
            #expect(
                try await migrating.value("select proacl::text from pg_proc where proname = 'f'")
                    == "{postgres=X/postgres,pg_monitor=X/postgres}")
            #expect(try await migrating.value("select obj_description(oid, 'pg_policy') from pg_policy") == "mine")
        }
    }

    @Test func `a role that may not read what is recorded replaces, too`() async throws {
        try await Migrating.with([
            "code/f.sql": "create or replace function f() returns int language sql return 1;",
            "code/v.sql": "create or replace view v as select f() as x;",
        ]) { migrating in
            let options = Runner.Options(role: "pg_database_owner")
            try await migrating.up(options)
            try migrating.folder.write(
                "code/f.sql", "create or replace function f() returns bigint language sql return 2;")
            #expect(try await migrating.up(options) == 1)
            #expect(try await migrating.value("select x || pg_typeof(x)::text from v") == "2bigint")
            #expect(
                try await migrating.value("select proowner::regrole::text from pg_proc where proname = 'f'")
                    == "pg_database_owner")
        }
    }

    @Test func `an argument more takes the old routine away, and callers use the new one`() async throws {
        try await Migrating.with([
            "code/f.sql": "create or replace function f(a int) returns int language sql return a;",
            "code/v.sql": "create or replace view v as select f(1) as x;",
        ]) { migrating in
            try await migrating.up()
            try migrating.folder.write(
                "code/f.sql", "create or replace function f(a int, b int = 10) returns int language sql return a + b;")
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select x from v") == "11")
            #expect(try await migrating.value("select count(*) from pg_proc where proname = 'f'") == "1")
        }
    }

    @Test func `what an older version installed is known too`() async throws {
        try await Migrating.with([
            "code/f.sql": "create or replace function f(a int) returns int language sql return a;",
            "code/v.sql": "create or replace view v as select f(1) as x;",
        ]) { migrating in
            try await migrating.up()
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    drop table migrator.catalogue, migrator.objects; alter table migrator.migrations drop column is_shared;
                    delete from migrator.upgrades where version >= 3
                    """)
            }
            try migrating.folder.write(
                "code/f.sql", "create or replace function f(a int, b int = 10) returns int language sql return a + b;")
            #expect(try await migrating.up() == 1)
            #expect(
                try await migrating.value(
                    "select string_agg(oid::regprocedure::text, ' ') from pg_proc where proname = 'f'")
                    == "f(integer,integer)")
            #expect(try await migrating.value("select x from v") == "11")
        }
    }

    @Test func `overloads in files of their own leave each other alone`() async throws {
        try await Migrating.with([
            "code/f1.sql": "create or replace function f(a int) returns int language sql return a;",
            "code/f2.sql": "create or replace function f(a text) returns int language sql return 1;",
        ]) { migrating in
            try await migrating.up()
            try migrating.folder.write(
                "code/f1.sql", "create or replace function f(a int) returns bigint language sql return a;")
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select count(*) from pg_proc where proname = 'f'") == "2")
        }
    }

    @Test func `both of two that depend on each other may change at once`() async throws {
        try await Migrating.with([
            Self.one: Self.table, "code/a.sql": "create or replace view a as select b.a, b.b from b;",
            "code/b.sql": "create or replace view b as select a, b from t;",
        ]) { migrating in
            try await migrating.up()
            try migrating.folder.write("code/b.sql", "create or replace view b as select a from t;")
            try migrating.folder.write("code/a.sql", "create or replace view a as select b.a from b;")
            #expect(try await migrating.up() == 2)
            #expect(try await migrating.value("select a from a") == "1")
        }
    }

    @Test func `what depends on a lost column is named, and all stays as it was`() async throws {
        try await Migrating.with([
            Self.one: Self.table, "code/v.sql": "create or replace view v as select a, b from t;",
        ]) {
            migrating in
            try await migrating.up()
            try await migrating.database.withConnection { _ = try await $0.script("create view x as select b from v") }
            try migrating.folder.write("code/v.sql", "create or replace view v as select a from t;")
            let error = try await migrating.failure()
            #expect(error.exitCode == 6)
            #expect("\(error)".contains("making view public.x again"))
            #expect(try await migrating.value("select b from x") == "x")
            try await migrating.database.withConnection {
                _ = try await $0.script("drop view x; create table u (a v)")
            }
            #expect("\(try await migrating.failure())".contains("column a of table public.u depends on type public.v"))
            #expect(try await migrating.value("select b from v") == "x")
        }
    }

    @Test func `a file that drops first is helped with what depends on it`() async throws {
        try await Migrating.with([
            Self.one: Self.table, "code/v.sql": "drop view if exists v;\ncreate view v as select a from t;",
            "code/w.sql": "create or replace view w as select * from v;",
        ]) { migrating in
            try await migrating.up()
            try migrating.folder.write("code/v.sql", "drop view if exists v;\ncreate view v as select a, b from t;")
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select a from w") == "1")
        }
    }
}
