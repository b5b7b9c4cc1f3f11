import Foundation
import Migrator
import Postgres
import Testing

/// A Supabase project's folder, and the history that Supabase's own tool keeps of it.
@Suite(.timeLimit(.minutes(5))) struct SupabaseProjectTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)
    static let three = "migrations/20260103000000_three.sql"
    static let theirs: Query = """
        select string_agg(concat_ws(' ', version, name, cardinality(statements)), ', ' order by version)
        from supabase_migrations.schema_migrations
        """

    /// What the tool does to its tables, and the files' statements as it splits them.
    private static let tool = """
        create schema supabase_migrations;
        create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text);
        """

    @Test func `what is applied, and taken back, is written into both`() async throws {
        try await Migrating.with([
            "config.toml": "project_id = \"x\"\n",
            Self.one: "-- why\ncreate table a (x int);\ninsert into a values (1);",
            Self.two: "-- no-transaction\ncreate index concurrently i on a (x);\n",
            "revert/20260102000000_two.sql": "drop index i;", "seed.sql": "insert into a values (7);",
        ]) { migrating in
            let files = try await migrating.up(.init(seeds: true))
            #expect(files == 3)
            #expect(try await migrating.value(Self.theirs) == "20260101000000 one 2, 20260102000000 two 1")
            let statement = try await migrating.value(
                "select statements[1] from supabase_migrations.schema_migrations order by version limit 1")
            #expect(statement == "create table a (x int)")
            _ = try await migrating.runner().revert()
            #expect(try await migrating.value(Self.theirs) == "20260101000000 one 2")
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.up() == 0)
            #expect(try await migrating.command("repair", "--forget", "20260102000000").status == 0)
            #expect(try await migrating.value(Self.theirs) == "20260101000000 one 2")
        }
    }

    @Test func `what the tool has applied isn't run again, and what it took back is`() async throws {
        try await Migrating.with([
            "config.toml": "", Self.one: "create table a (x int); -- one\ninsert into a values (1);\n",
            Self.two: "create table b ();", Self.three: "create table c ();",
        ]) { migrating in
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    \(Self.tool) create table a (x int); insert into a values (1); create table b ();
                    insert into supabase_migrations.schema_migrations values
                        ('20260101000000', array['create table a (x int)', E'-- one\\ninsert into a values (1)'], 'one'),
                        ('20260102000000', null, null);
                    """)
            }
            #expect(
                try await migrating.command("status").output
                    == "installed \(Self.one)\ninstalled \(Self.two)\npending   \(Self.three)\n")
            #expect(try await migrating.value("select to_regnamespace('migrator') is null") == "t")
            let files = try await migrating.up()
            #expect(files == 1)
            #expect(try await migrating.value("select count(*) from a") == "1")
            #expect(
                try await migrating.value(
                    "select string_agg(is_baseline::text, ' ' order by version) from migrator.migrations")
                    == "true true false")
            // As by: supabase migration repair --status reverted 20260103000000
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    "drop table c; delete from supabase_migrations.schema_migrations where version = '20260103000000'")
            }
            #expect(try await migrating.status()[Self.three] == .pending)
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select to_regclass('c') is not null") == "t")
            // As by: supabase migration repair --status applied 20260104000000
            try migrating.folder.write("migrations/20260104000000_d.sql", "create table never ();")
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    "insert into supabase_migrations.schema_migrations values ('20260104000000', array['create table never ()'], 'd')"
                )
            }
            #expect(try await migrating.up() == 0)
            #expect(try await migrating.value("select to_regclass('never') is null") == "t")
        }
    }

    @Test func `a file that has changed since the tool applied it, or is missing, is told`() async throws {
        try await Migrating.with(["config.toml": "", Self.one: "create table other ();", Self.two: "select 1;"]) {
            migrating in
            let insert = { (version: String) in
                "insert into supabase_migrations.schema_migrations values ('\(version)', array['create table a ()'], 'one');"
            }
            try await migrating.database.withConnection {
                _ = try await $0.script("\(Self.tool) \(insert("20260101000000"))")
            }
            guard case .changedMigration(Self.one) = try await migrating.failure() else { throw Unexpected("taken") }
            try migrating.folder.write(Self.one, "create table a ();")
            try await migrating.database.withConnection { _ = try await $0.script(insert("20250101000000")) }
            guard case .missingMigration("20250101000000", "one") = try await migrating.failure() else {
                throw Unexpected("taken")
            }
            #expect(try await migrating.command("validate").status == 4)
        }
    }

    @Test func `a seed is run by one of both, and again when it changes`() async throws {
        // The digest is that of the bytes, which aren't those of the text that is run.
        let seed = "\u{FEFF}insert into a values (7);\r\n\r\n"
        try await Migrating.with(["config.toml": "", Self.one: "create table a (x int);", "seed.sql": seed]) {
            migrating in
            try await migrating.up()
            let theirs: Query = "select string_agg(path || ' ' || hash, ', ') from supabase_migrations.seed_files"
            let seeds = Runner.Options(seeds: true)
            // As by: supabase db push --include-seed
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    create table supabase_migrations.seed_files (path text not null primary key, hash text not null);
                    insert into a values (7);
                    insert into supabase_migrations.seed_files values
                        ('supabase/seed.sql', encode(sha256(convert_to(E'\\uFEFFinsert into a values (7);\\r\\n\\r\\n', 'UTF8')), 'hex'))
                    """)
            }
            let before = try await migrating.value(theirs)
            #expect(try await migrating.up(seeds) == 0)
            #expect(try await migrating.value("select count(*) from a") == "1")
            try migrating.folder.write("seed.sql", seed + "insert into a values (8);")
            #expect(try await migrating.up(seeds) == 1)
            #expect(try await migrating.value("select count(*) from a") == "3")
            let after = try await migrating.value(theirs)
            #expect(after?.hasPrefix("supabase/seed.sql ") == true && after != before)
            #expect(
                try await migrating.value(
                    """
                    select count(*) from supabase_migrations.seed_files where hash = encode(sha256(convert_to(
                        E'\\uFEFFinsert into a values (7);\\r\\n\\r\\ninsert into a values (8);', 'UTF8')), 'hex')
                    """) == "1")
            #expect(try await migrating.up(seeds) == 0)
        }
    }

    @Test func `a history from before is shared, and other projects leave the tool's alone`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            try await migrating.database.withConnection { _ = try await $0.script(Self.tool) }
            try await migrating.up()
            #expect(try await migrating.value("select count(*) from supabase_migrations.schema_migrations") == "0")
            try migrating.folder.write("config.toml", "")
            #expect(try await migrating.up() == 0)
            #expect(try await migrating.value(Self.theirs) == "20260101000000 one 1")
        }
    }
}
