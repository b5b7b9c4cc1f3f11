import Foundation
import Migrator
import Postgres
import Testing

/// Files whose first line is `-- no-transaction`.
@Suite(.timeLimit(.minutes(10))) struct OutsideTransactionTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)
    static let concurrent = """
        -- no-transaction
        set maintenance_work_mem = '8MB';
        create table steps (a int);
        create unique index concurrently t_a_idx on t (a);
        create table settings as select current_setting('maintenance_work_mem') as memory;
        """

    @Test func `a concurrent index that fails on a duplicate is finished once that is gone`() async throws {
        try await Migrating.with([
            Self.one: "create table t (a int); insert into t values (1), (1);", Self.two: Self.concurrent,
        ]) { migrating in
            let error = try await migrating.failure()
            guard case .partlyApplied(_, 2, let cause) = error else { throw Unexpected("\(error)") }
            #expect(cause.state == "23505" && error.exitCode == 7)
            #expect("\(error)".hasPrefix("\(Self.two):4:1: "))
            #expect(
                try await migrating.value("select indisvalid from pg_index where indexrelid = 't_a_idx'::regclass")
                    == "f")
            #expect(try await migrating.status()[Self.two] == .partly)
            // As long as the cause is there it fails in the same way.
            #expect(try await migrating.failure().exitCode == 7)
            #expect(try await migrating.value("select count(*) from pg_index where not indisvalid") == "1")
            _ = try await migrating.value(
                "with gone as (delete from t where ctid = '(0,1)' returning 1) select count(*) from gone")
            let files = try await migrating.up()
            #expect(files == 1)
            #expect(
                try await migrating.value("select indisvalid from pg_index where indexrelid = 't_a_idx'::regclass")
                    == "t")
            // What was set before the failure counts after it.
            #expect(try await migrating.value("select memory from settings") == "8MB")
            #expect(try await migrating.value("select count(*) from migrator.journal") == "0")
            #expect(try await migrating.up() == 0)
        }
    }

    @Test func `indexes without a name, and others that are invalid, are told apart`() async throws {
        try await Migrating.with([
            Self.one: "create table t (a int, b int); insert into t values (1, 1), (1, 1);",
            Self.two: "-- no-transaction\ncreate unique index concurrently on t (a);\n",
        ]) { migrating in
            try await migrating.up(.init(target: "20260101000000"))
            try await migrating.database.withConnection { other in
                _ = try? await other.script("create unique index concurrently theirs on t (b)")
            }
            for _ in 0..<2 { #expect(try await migrating.failure().exitCode == 7) }
            #expect(try await migrating.value("select count(*) from pg_index where not indisvalid") == "2")
            try migrating.folder.write(Self.two, "-- no-transaction\ncreate index concurrently on t (a);\n")
            let files = try await migrating.up()
            #expect(files == 1)
            let invalid = try await migrating.value(
                "select string_agg(indexrelid::regclass::text, ',') from pg_index where not indisvalid")
            #expect(invalid == "theirs")
        }
    }

    @Test func `what was done may not change before the rest is`() async throws {
        try await Migrating.with([Self.one: "-- no-transaction\ncreate table a ();\nselect x;\n"]) { migrating in
            #expect(try await migrating.failure().exitCode == 7)
            try migrating.folder.write(Self.one, "-- no-transaction\ncreate table b ();\nselect 1;\n")
            guard case .changedMidway(Self.one, 1) = try await migrating.failure() else { throw Unexpected("taken") }
            try migrating.folder.write(Self.one, "-- no-transaction\ncreate table a ();\nselect 1;\n")
            let files = try await migrating.up()
            #expect(files == 1)
        }
    }

    @Test func `a run killed after a concurrent index and before its note goes on`() async throws {
        let index = "-- no-transaction\ncreate index concurrently i on a ((1));\n"
        try await Migrating.with([Self.one: "create table a ();", Self.two: index + "select x;\n"]) { migrating in
            #expect(try await migrating.failure().exitCode == 7)
            // As the journal is when nobody could write down that the first statement went well.
            _ = try await migrating.value(
                """
                with gone as (delete from migrator.journal where ordinal = 1),
                    open as (update migrator.journal set state = 'running' where ordinal = 0 returning 1)
                select count(*) from open
                """)
            try migrating.folder.write(Self.two, index + "select 1;\n")
            let files = try await migrating.up()
            #expect(files == 1)
        }
    }

    @Test func `rows aren't inserted twice when a run ends before its note is written`() async throws {
        try await Migrating.with([Self.one: "create table a (x int);"]) { migrating in
            try await migrating.up()
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    create function killer() returns trigger language plpgsql as $$
                    begin
                        perform pg_terminate_backend(pg_backend_pid());
                        return new;
                    end $$;
                    create trigger killer before update on migrator.journal for each row
                        when (new.state = 'done' and new.ordinal = 1) execute function killer()
                    """)
            }
            try migrating.folder.write(
                Self.two, "-- no-transaction\nset role pg_monitor;\ninsert into public.a values (1);\nselect 1;\n")
            try await migrating.database.withConnection { _ = try await $0.script("grant insert on a to pg_monitor") }
            #expect(try await migrating.failure().exitCode == 9)
            try await migrating.database.withConnection {
                _ = try await $0.script("drop trigger killer on migrator.journal")
            }
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select count(*) from a") == "1")
        }
    }

    @Test func `ten runs, each ended by the server in another file, are finished by the next`() async throws {
        try await Migrating.with([:]) { migrating in
            for number in 0..<10 {
                let head = number.isMultiple(of: 2) ? "-- no-transaction\n" : ""
                let name = "migrations/2026010\(number)000000_f\(number).sql"
                try migrating.folder.write(
                    name, "\(head)create table k\(number) (a int);\ninsert into k\(number) values (1);\n")
            }
            // Each run's backend is terminated in the middle of the statement that makes the next table.
            for number in 0..<10 {
                try await migrating.database.withConnection { other in
                    _ = try await other.script(
                        """
                        create or replace function killer() returns event_trigger language plpgsql as $$
                        begin
                            if to_regclass('k\(number)') is not null then
                                perform pg_terminate_backend(pg_backend_pid());
                            end if;
                        end $$;
                        drop event trigger if exists killer;
                        create event trigger killer on ddl_command_end when tag in ('CREATE TABLE')
                            execute function killer()
                        """)
                }
                #expect(try await migrating.failure().exitCode == 9)
                try await migrating.database.withConnection { _ = try await $0.script("drop event trigger killer") }
                if number == 9 { break }
            }
            #expect(try await migrating.up() >= 1)
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "10")
            let rows = try await migrating.value(
                """
                select sum((xpath('/row/n/text()', query_to_xml(format('select count(*) n from %I', tablename),
                    true, true, '')))[1]::text::int) from pg_tables where tablename ~ '^k[0-9]$'
                """)
            #expect(rows == "10")
        }
    }
}
