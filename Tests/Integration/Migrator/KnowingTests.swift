import Foundation
import Migrator
import Postgres
import Testing

/// What is told without changing anything: `plan`, `validate`, `status`.
@Suite(.timeLimit(.minutes(5))) struct KnowingTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    @Test func `psql runs what is planned, and comes to the same`() async throws {
        let files: KeyValuePairs<String, String> = [
            Self.one:
                "-- why\ncreate table a (x int, y text);\ncopy a from stdin;\n1\tit's\n\\.\ninsert into a values (2, :'v')",
            Self.two: "-- no-transaction\ncreate index concurrently i on a (x);\n",
            "code/v.sql": "create or replace view v as select * from a;",
            "code/w.sql":
                "create or replace function w() returns int language sql begin atomic select 1; select 2; end;",
            "seeds/s.sql": "insert into a values (3, $$:'v';$$);",
        ]
        try await Migrating.with(files) { migrating in
            let plan = try await migrating.command("plan", "--seed", "--set", "v=x;'y")
            #expect(plan.status == 0)
            #expect(try await migrating.value("select to_regnamespace('migrator') is null") == "t")
            try migrating.folder.write("plan.txt", plan.output)
            _ = try await Shell.run(
                "psql",
                [
                    "-X", "-v", "ON_ERROR_STOP=1", "-d", migrating.database.conninfo, "-f",
                    "\(migrating.folder.path)/plan.txt",
                ])
            let seen = try await migrating.value("select string_agg(x || y, '|' order by x) || w() from v")
            #expect(seen == "1it's|2x;'y|3:'v';2")
            #expect(
                try await migrating.value("select indisvalid from pg_index where indexrelid = 'i'::regclass") == "t")
        }
    }

    @Test func `a plan says how each file runs, and is empty afterwards`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int);", Self.two: "-- no-transaction\nselect 1;",
            "code/v.sql": "create or replace view v as select * from a;",
        ]) { migrating in
            var options = Runner.Options(role: "pg_database_owner")
            options.statementTimeout = .seconds(7)
            let planned = try await migrating.runner(options).plan()
            #expect(planned.map(\.transaction) == [.own, .none, .shared])
            #expect(
                planned[0].sql == """
                    begin;
                    set local lock_timeout = 5000;
                    set local statement_timeout = 7000;
                    set local role "pg_database_owner";
                    create table a (x int);
                    commit;
                    """)
            #expect(planned[1].sql.hasPrefix("set session lock_timeout = 5000;\n"))
            try await migrating.up()
            #expect(try await migrating.command("plan").output == "-- up to date\n")
        }
    }

    @Test func `a role that can only read may ask for everything`() async throws {
        try await Migrating.with([Self.one: "create table a (x int);", Self.two: "create table b (x int);"]) {
            migrating in
            let role = "reader_\(migrating.database.name)"
            try await migrating.database.withConnection {
                _ = try await $0.script("create role \(role) login in role pg_read_all_data")
            }
            let conninfo = TestCluster.conninfo(migrating.database.conninfo, adding: ["user": role])
            for target: String? in [nil, "20260101000000"] {
                for verb in ["status", "plan", "validate"] {
                    let outcome = try await ChildProcess.run(
                        try ChildProcess.built("migrator"),
                        [verb, "--dir", migrating.folder.path, "--database", conninfo])
                    #expect(outcome.status == 0, "\(verb) \(outcome.log)")
                }
                if target == nil { try await migrating.up(.init(target: "20260101000000")) }
            }
            try await migrating.database.withConnection { _ = try await $0.script("drop role \(role)") }
        }
    }

    @Test func `all that is wrong is told at once`() async throws {
        try await Migrating.with([Self.one: "create table a ();", Self.two: "create table b ();"]) { migrating in
            #expect(try await migrating.command("validate").output == "valid\n")
            try await migrating.up()
            try migrating.folder.write(Self.one, "create table changed ();")
            try migrating.folder.remove(Self.two)
            try migrating.folder.write("migrations/20260103000000_c.sql", "select 'open;")
            try migrating.folder.write("revert/20260103000000_c.sql", "\\d")
            try migrating.folder.write("verify/20260103000000_c.sql", "commit;")
            let outcome = try await migrating.command("validate", "--json")
            #expect(outcome.status == 4)
            struct Answer: Decodable {
                struct Problem: Decodable {
                    let exit_code: Int
                    let path: String?
                }
                let problems: [Problem]
            }
            let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
            #expect(answer.problems.map(\.exit_code) == [4, 4, 2, 2, 2])
            #expect(
                answer.problems.compactMap(\.path) == [
                    "migrations/20260103000000_c.sql", "revert/20260103000000_c.sql", "verify/20260103000000_c.sql",
                ])
        }
    }

    @Test func `status tells how to recover to just before a migration`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            #expect(try await migrating.command("status", "20260101000000").status == 2)
            try await migrating.up()
            let outcome = try await migrating.command("status", "20260101000000")
            let lsn = try #require(try await migrating.value("select before_lsn from migrator.migrations"))
            #expect(outcome.output.contains("recovery_target_lsn = '\(lsn)'\n    recovery_target_inclusive = off"))
            #expect(outcome.output.contains("recovery_target_name = 'migrator_1_"))
        }
    }

    @Test func `folders and empty files are made, and left alone where they are`() async throws {
        try await SQLFolder.with { folder in
            let migrator = try ChildProcess.built("migrator")
            let made = try await ChildProcess.run(migrator, ["init", "--dir", folder.path, "--json"])
            #expect(made.status == 0)
            #expect(made.output.contains("/migrations\""))
            #expect(try await ChildProcess.run(migrator, ["init", "--dir", folder.path]).output == "")
            let new = try await ChildProcess.run(
                migrator, ["new", "first", "--dir", folder.path, "--revert", "--verify"])
            #expect(new.output.split(separator: "\n").count == 3)
            let project = try Project(folder: folder.path)
            #expect(project.reverts.count == 1 && project.checks.count == 1)
        }
    }
}
