import Foundation
import Migrator
import Postgres
import Testing

/// Folders of other tools, written as their documentation has them.
@Suite(.timeLimit(.minutes(5))) struct ImportTests {
    /// Takes a folder over, installs it, and takes all of it back.
    ///
    /// - Returns: What was written, and the tables that there were in between.
    private static func take(
        _ tool: ImportTool, _ files: KeyValuePairs<String, String>
    ) async throws -> (written: [String], tables: String?) {
        try await SQLFolder.with(files) { source in
            try await Migrating.with([:]) { migrating in
                let written = try Project.importing(source.path, of: tool, into: migrating.folder.path).flatMap(\.to)
                try await migrating.up()
                let tables = try await migrating.value(
                    "select string_agg(tablename, ' ' order by tablename) from pg_tables where schemaname = 'public'")
                _ = try await migrating.runner().revert(to: "0")
                let left = try await migrating.value("select count(*) from pg_tables where schemaname = 'public'")
                #expect(left == "0")
                return (written, tables)
            }
        }
    }

    @Test func `goose`() async throws {
        let (written, tables) = try await Self.take(
            .goose,
            [
                "00001_create_users.sql": """
                -- +goose Up
                CREATE TABLE users (id int PRIMARY KEY, name text);

                -- +goose StatementBegin
                CREATE OR REPLACE FUNCTION f() RETURNS int AS $$
                BEGIN
                    RETURN 1;
                END;
                $$ LANGUAGE plpgsql;
                -- +goose StatementEnd

                -- +goose Down
                DROP FUNCTION f();
                DROP TABLE users;
                """,
                "20240102030405_idx.sql": """
                -- +goose NO TRANSACTION
                -- +goose Up
                CREATE INDEX CONCURRENTLY users_name_idx ON users (name);
                -- +goose Down
                DROP INDEX CONCURRENTLY users_name_idx;
                """,
            ])
        #expect(
            written == [
                "migrations/00000000000001_create_users.sql", "revert/00000000000001_create_users.sql",
                "migrations/20240102030405_idx.sql", "revert/20240102030405_idx.sql",
            ])
        #expect(tables == "users")
    }

    @Test func `dbmate`() async throws {
        let (written, tables) = try await Self.take(
            .dbmate,
            [
                "20151127184807_create_users_table.sql":
                    "-- migrate:up\ncreate table users (id integer);\n\n-- migrate:down\ndrop table users;\n",
                "20151127184808_idx.sql":
                    "-- migrate:up transaction:false\ncreate index concurrently i on users (id);\n-- migrate:down transaction:false\ndrop index concurrently i;\n",
            ])
        #expect(written.first == "migrations/20151127184807_create_users_table.sql" && written.count == 4)
        #expect(tables == "users")
    }

    @Test func `tern`() async throws {
        let (written, tables) = try await Self.take(
            .tern,
            [
                "001_create_people.sql":
                    "create table people(id serial primary key);\n\n---- create above / drop below ----\n\ndrop table people;\n",
                "002_idx.sql":
                    "---- tern: disable-tx ----\ncreate index concurrently i on people (id);\n---- create above / drop below ----\ndrop index concurrently i;\n",
            ])
        #expect(written.last == "revert/00000000000002_idx.sql" && written.count == 4)
        #expect(tables == "people")
    }

    @Test func `golang-migrate`() async throws {
        let (written, tables) = try await Self.take(
            .golangMigrate,
            [
                "1_create_users.up.sql":
                    "BEGIN;\n-- why\nCREATE TABLE users (id int);\nCREATE TABLE more ();\nCOMMIT;\n",
                "1_create_users.down.sql": "BEGIN;\nDROP TABLE users; DROP TABLE more;\nCOMMIT;\n",
                "10_idx.up.sql": "CREATE INDEX CONCURRENTLY i ON users (id);",
                "10_idx.down.sql": "DROP INDEX CONCURRENTLY i;",
                "2_data.up.sql": "INSERT INTO users VALUES (1);", "2_data.down.sql": "DELETE FROM users;",
            ])
        #expect(written.map { $0.split(separator: "/").last ?? "" }.filter { $0.contains("0") }.count == 6)
        #expect(written.last == "revert/00000000000010_idx.sql")
        #expect(tables == "more users")
    }

    @Test func `Flyway`() async throws {
        let (written, tables) = try await Self.take(
            .flyway,
            [
                "V1__Create person table.sql": "create table PERSON (ID int not null);",
                "U1__Create person table.sql": "drop table PERSON cascade;",
                "V1.1__Add_people.sql": "insert into PERSON values (1);", "U1.1__Add_people.sql": "delete from PERSON;",
                "V2_10__Index.sql": "create index concurrently i on PERSON (ID);",
                "V2_10__Index.sql.conf": "executeInTransaction=false\n",
                "U2_10__Index.sql": "drop index i;", "V2_9__More.sql": "create table more ();",
                "U2_9__More.sql": "drop table more;",
                "R__Persons view.sql": "create or replace view persons as select * from PERSON;",
            ])
        #expect(
            written == [
                "migrations/00000000000001_create_person_table.sql", "revert/00000000000001_create_person_table.sql",
                "migrations/00000000000002_add_people.sql", "revert/00000000000002_add_people.sql",
                "migrations/00000000000003_more.sql", "revert/00000000000003_more.sql",
                "migrations/00000000000004_index.sql", "revert/00000000000004_index.sql", "code/persons_view.sql",
            ])
        #expect(tables == "more person")
    }

    @Test(arguments: [
        (ImportTool.goose, "1_a.sql", "-- +goose Up\nselect 1;\n-- +goose ENVSUB ON\n", "1_a.sql:3: "),
        (.goose, "1_a.sql", "select 1;\n", "1_a.sql:1: "), (.goose, "1_a.go", "package x", "nothing"),
        (.goose, "a.sql", "-- +goose Up\n", "a.sql:1: "),
        (.dbmate, "1_a.sql", "\n\nselect 1;\n-- migrate:up\n", "1_a.sql:3: "),
        (.tern, "1_a.sql", "create table {{.prefix}}a ();\n", "1_a.sql:1: a template"),
        (.golangMigrate, "1_a.sql", "select 1;", "1_a.sql:1: "),
        (.golangMigrate, "1_a.down.sql", "select 1;", "1_a.down.sql:1: nothing applies"),
        (.flyway, "V1__a.sql", "select 1;\nselect '${x}';", "V1__a.sql:2: a placeholder"),
        (.flyway, "a.sql", "", "a.sql:1: "),
        (.flyway, "V1x__a.sql", "", "V1x__a.sql:1: "),
        (.goose, "99999999999999999999_a.sql", "", "99999999999999999999_a.sql:1: "),
    ])
    func `nothing is left out silently`(tool: ImportTool, name: String, text: String, message: String) async throws {
        try await SQLFolder.with([name: text]) { source in
            try await SQLFolder.with { folder in
                let error = try #require(
                    #expect(throws: MigratorError.self) {
                        try Project.importing(source.path, of: tool, into: folder.path)
                    })
                #expect(error.exitCode == 2)
                #expect("\(error)".hasPrefix(message) || message == "nothing", "\(error)")
                #expect(!FileManager.default.fileExists(atPath: folder.path))
            }
        }
    }

    @Test func `the same twice is refused, and nothing is overwritten`() async throws {
        try await SQLFolder.with(["1_a.sql": "-- migrate:up\nselect 1;\n"]) { source in
            try await SQLFolder.with { folder in
                let migrator = try ChildProcess.built("migrator")
                let arguments = ["import", "dbmate", source.path, "--dir", folder.path]
                let first = try await ChildProcess.run(migrator, arguments)
                #expect(first.output == "1_a.sql -> migrations/00000000000001_a.sql\n")
                #expect(try await ChildProcess.run(migrator, arguments).status == 2)
                try source.write("01_b.sql", "-- migrate:up\nselect 1;\n")
                let twice = try await ChildProcess.run(migrator, arguments)
                #expect(twice.log.contains("1_a.sql:1: its version stands twice"))
            }
        }
    }
}
