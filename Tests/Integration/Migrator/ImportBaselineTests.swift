import Foundation
import Migrator
import Postgres
import Testing

/// What another tool has applied already, by its own history.
@Suite(.timeLimit(.minutes(5))) struct ImportBaselineTests {
    /// A tool's folder of three migrations, the first two of which it has applied.
    struct Case: Sendable, CustomTestStringConvertible {
        let tool: String
        let files: [(String, String)]
        /// What the tool leaves in the database.
        let history: String

        var testDescription: String { tool }
    }

    static let cases = [
        Case(
            tool: "goose",
            files: (1...3).map { ("0000\($0)_m\($0).sql", "-- +goose Up\ncreate table t\($0) ();\n") },
            history: """
                create table goose_db_version (id serial primary key, version_id bigint not null, is_applied boolean not null,
                    tstamp timestamp default now());
                insert into goose_db_version (version_id, is_applied) values
                    (0, true), (1, true), (3, true), (2, true), (3, false);
                """),
        Case(
            tool: "dbmate",
            files: (1...3).map { ("2024010100000\($0)_m\($0).sql", "-- migrate:up\ncreate table t\($0) ();\n") },
            history: """
                create table schema_migrations (version varchar primary key);
                insert into schema_migrations values ('20240101000001'), ('20240101000002');
                """),
        Case(
            tool: "tern", files: (1...3).map { ("00\($0)_m\($0).sql", "create table t\($0) ();\n") },
            history: "create table schema_version (version int4 not null); insert into schema_version values (2);"),
        Case(
            tool: "golang-migrate", files: (1...3).map { ("\($0)0_m\($0).up.sql", "create table t\($0) ();\n") },
            history: """
                create table schema_migrations (version bigint not null primary key, dirty boolean not null);
                insert into schema_migrations values (20, false);
                """),
        Case(
            tool: "flyway", files: (1...3).map { ("V1_\($0)__m\($0).sql", "create table t\($0) ();\n") },
            history: """
                create table flyway_schema_history (installed_rank int primary key, version varchar(50), description varchar(200),
                    type varchar(20), script varchar(1000), checksum int, installed_by varchar(100),
                    installed_on timestamp default now(), execution_time int, success boolean);
                insert into flyway_schema_history values
                    (1, '1.1', 'm1', 'SQL', 'V1_1__m1.sql', 1, 'x', now(), 1, true),
                    (2, '1.2', 'm2', 'SQL', 'V1_2__m2.sql', 1, 'x', now(), 1, true),
                    (3, '1.3', 'm3', 'SQL', 'V1_3__m3.sql', 1, 'x', now(), 1, true),
                    (4, '1.3', 'm3', 'UNDO_SQL', 'U1_3__m3.sql', 1, 'x', now(), 1, true),
                    (5, null, 'v', 'SQL', 'R__v.sql', 1, 'x', now(), 1, true);
                """),
    ]

    private static func with(
        _ one: Case,
        _ body: (Migrating, _ run: (String...) async throws -> (status: Int32, output: String, log: String))
            async throws -> Void
    ) async throws {
        try await Migrating.with([:]) { migrating in
            try await SQLFolder.with { source in
                for (name, text) in one.files { try source.write(name, text) }
                try await migrating.database.withConnection { _ = try await $0.script(one.history) }
                try await body(migrating) { (more: String...) in
                    try await ChildProcess.run(
                        try ChildProcess.built("migrator"),
                        [
                            "import", one.tool, source.path, "--dir", migrating.folder.path, "--database",
                            migrating.database.conninfo,
                        ] + more)
                }
            }
        }
    }

    @Test(arguments: cases) func `what the tool has applied counts as applied, the rest is pending`(one: Case)
        async throws
    {
        try await Self.with(one) { migrating, run in
            _ = try await migrating.database.withConnection {
                try await $0.script("create table t1 (); create table t2 ()")
            }
            let outcome = try await run("--baseline")
            #expect(outcome.status == 0, "\(outcome.log)")
            #expect(outcome.output.hasSuffix("\n2 migrations are taken for applied\n"))
            #expect(
                try await migrating.status().values.sorted { $0.rawValue < $1.rawValue } == [
                    .installed, .installed, .pending,
                ])
            #expect(try await migrating.up() == 1)
            #expect(try await migrating.value("select to_regclass('t3') is not null") == "t")
        }
    }

    @Test func `nothing is written where the tool's history can't be taken over`() async throws {
        let golang = Self.cases[3]
        let dirty = Case(
            tool: golang.tool, files: golang.files, history: golang.history.replacing("(20, false)", with: "(20, true)")
        )
        for (one, message) in [
            (dirty, "version 20 failed; mend that with golang-migrate first"),
            (Case(tool: "goose", files: Self.cases[0].files, history: ""), "there is no table goose_db_version"),
        ] {
            try await Self.with(one) { migrating, run in
                let outcome = try await run("--baseline")
                #expect(outcome.status == 4 && outcome.log.contains(message), "\(outcome.log)")
                #expect(!FileManager.default.fileExists(atPath: "\(migrating.folder.path)/migrations"))
            }
        }
    }

    @Test func `a history of another name is found, and one with versions that have no file is refused`() async throws {
        let dbmate = Self.cases[1]
        let renamed = Case(
            tool: "dbmate", files: dbmate.files,
            history: dbmate.history.replacing("schema_migrations", with: "public.\"Their history\""))
        try await Self.with(renamed) { migrating, run in
            let outcome = try await run("--baseline", "--history-table", "public.\"Their history\"")
            #expect(outcome.output.hasSuffix("2 migrations are taken for applied\n"), "\(outcome.log)")
        }
        let more = Case(
            tool: "dbmate", files: dbmate.files,
            history: dbmate.history + "insert into schema_migrations values ('20230101000000');")
        try await Self.with(more) { migrating, run in
            let outcome = try await run("--baseline")
            #expect(outcome.status == 4)
            #expect(outcome.log.contains("version 20230101000000 is applied there and has no file"))
            #expect(try await migrating.value("select to_regclass('migrator.migrations') is null") == "t")
        }
    }
}
