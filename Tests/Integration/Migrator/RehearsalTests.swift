import Foundation
import Migrator
import Postgres
import Testing

/// What pending files would do, seen in a scratch database.
@Suite(.timeLimit(.minutes(10))) struct RehearsalTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)
    static let three = "migrations/20260103000000_three.sql"

    /// How many scratch databases there are that are like this one in their owner, whom no other test has.
    private static func left(_ migrating: Migrating) async throws -> String? {
        try await migrating.value(
            """
            select count(*) from pg_database where datname like 'migrator_rehearsal_%'
                and datdba = (select datdba from pg_database where datname = current_database())
            """)
    }

    private static func owned(by role: String, _ migrating: Migrating) async throws -> String {
        try await migrating.database.withConnection {
            _ = try await $0.script(
                "create role \(role) login createdb; alter database \(migrating.database.name) owner to \(role)")
        }
        return TestCluster.conninfo(migrating.database.conninfo, adding: ["user": role])
    }

    private static func drop(_ role: String, _ migrating: Migrating) async throws {
        try await migrating.database.withConnection {
            _ = try await $0.script(
                "alter database \(migrating.database.name) owner to current_user; drop owned by \(role); drop role \(role)"
            )
        }
    }

    @Test func `locks, rewritten tables and their size are shown, and nothing is changed`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int); create table b (y int); create view v as select x from a;",
            "code/w.sql": "create or replace view w as select y from b;",
        ]) { migrating in
            try await migrating.up()
            _ = try await migrating.database.withConnection {
                try await $0.script("insert into a select i from generate_series(1, 5000) i; comment on table a is 'A'")
            }
            let before = try await migrating.command("dump").output
            try migrating.folder.write(
                Self.two, "alter table b alter y type bigint;\ncreate table c ();\nalter table a add z int;\n")
            try migrating.folder.write(
                "migrations/20260103000000_three.sql",
                "-- no-transaction\ncreate index concurrently i on a (x);\nvacuum a;\ninsert into a values (1);\n")
            try migrating.folder.write("code/w.sql", "create or replace view w as select x from a;")
            let refused = try await migrating.command("rehearse")
            #expect(refused.status == 6, "\(refused.log)")
            #expect(refused.log.contains("\(Self.two):1:1:") && refused.log.contains("rule _RETURN on view w"))
            try migrating.folder.write(
                Self.two, "alter table b add k bigint default random();\ncreate table c ();\nalter table a add z int;\n"
            )
            let outcome = try await migrating.command("rehearse", "--json")
            #expect(outcome.status == 0, "\(outcome.log)")
            let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
            #expect(report.files.map(\.path) == [Self.two, Self.three, "code/w.sql"])
            let locks = report.files.map { file in file.locks.map { "\($0.mode ?? "") \($0.object)" } }
            #expect(locks[0].starts(with: ["ACCESS EXCLUSIVE public.a", "ACCESS EXCLUSIVE public.b"]))
            #expect(locks[1] == ["SHARE UPDATE EXCLUSIVE public.a", "ROW EXCLUSIVE public.a"])
            #expect(locks[2].first == "ACCESS EXCLUSIVE public.w" && locks[2].contains("ACCESS SHARE public.a"))
            #expect(report.files.map { $0.rewritten.map(\.object) } == [["public.b"], [], []])
            #expect(report.files[0].locks.first?.bytes_on_target ?? 0 > 100_000)
            #expect(report.files[1].unseen == [])
            #expect(report.unproven == ["20260102000000", "20260103000000"] && report.proven == [])
            #expect(try await migrating.command("dump").output == before)
            #expect(try await migrating.status()[Self.two] == .pending)
        }
    }

    struct Report: Decodable {
        struct Named: Decodable {
            let object: String
            let mode: String?
            let bytes_on_target: Int?
        }
        struct File: Decodable {
            let path: String
            let locks: [Named]
            let rewritten: [Named]
            let unseen: [String]
        }
        let files: [File]
        let proven: [String]
        let unproven: [String]
    }

    @Test func `up, revert, up is proven where there are scripts, and what differs is shown`() async throws {
        try await Migrating.with([
            Self.one: "create table a (x int);", Self.two: "create table b ();", Self.three: "create table c ();",
            "revert/20260102000000_two.sql": "drop table b;", "revert/20260103000000_three.sql": "drop table c;",
            "code/v.sql": "create or replace view v as select x from a;",
        ]) { migrating in
            try await migrating.up(.init(target: "20260101000000"))
            let same = try await migrating.command("rehearse")
            #expect(same.status == 0, "\(same.log)")
            #expect(same.output.hasSuffix("up, revert, up of 2: the same\n"))
            #expect(same.output.contains(" ms\n    ACCESS EXCLUSIVE on public.b\nup, revert"))
            #expect(same.output.contains("revert/20260103000000_three.sql  ") && same.output.contains("code/v.sql  "))
            try migrating.folder.write(
                Self.three,
                "do $$ begin if to_regclass('c') is null then create table c (); else create table d (); end if; end $$;"
            )
            try migrating.folder.write("revert/20260103000000_three.sql", "select 1;")
            let differs = try await migrating.command("rehearse")
            #expect(differs.status == 8)
            #expect(differs.output.hasSuffix("up, revert, up of 2: 1 differ\nunexpected table public.d\n"))
            try migrating.folder.write("revert/20260103000000_three.sql", "drop table nowhere;")
            let failed = try await migrating.command("rehearse")
            #expect(failed.status == 6 && failed.log.contains("revert/20260103000000_three.sql:1:1: table \"nowhere\""))
            try migrating.folder.remove("revert/20260102000000_two.sql")
            try migrating.folder.write("revert/20260103000000_three.sql", "drop table c;")
            let half = try await migrating.command("rehearse")
            #expect(half.status == 0)
            #expect(
                half.output.contains("up, revert, up of 1: the same\nnot taken back for want of a script: 2026010200"))
            try await migrating.up()
            #expect(try await migrating.command("rehearse").output == "nothing is pending\n")
            #expect(try await migrating.value("select count(*) from pg_tables where tablename = 'b'") == "1")
        }
    }

    @Test func `a role that isn't superuser rehearses with CREATEDB, and is told without`() async throws {
        try await Migrating.with([Self.one: "create table a (x int);", Self.two: "alter table a add y int;"]) {
            migrating in
            let role = "maker_of_\(migrating.database.name)"
            let conninfo = try await Self.owned(by: role, migrating)
            let migrator = try ChildProcess.built("migrator")
            let run = { (verb: String) in
                try await ChildProcess.run(migrator, [verb, "--dir", migrating.folder.path, "--database", conninfo])
            }
            _ = try await migrating.database.withConnection {
                try await $0.script("alter database \(migrating.database.name) set search_path = public, \"$user\"")
            }
            _ = try await ChildProcess.run(
                migrator, ["up", "--dir", migrating.folder.path, "--database", conninfo, "--to", "20260101000000"])
            let outcome = try await run("rehearse")
            #expect(outcome.status == 0, "\(outcome.log)")
            #expect(outcome.output.contains("ACCESS EXCLUSIVE on public.a, "))
            #expect(outcome.log == "")
            #expect(try await Self.left(migrating) == "0")
            _ = try await migrating.database.withConnection { try await $0.script("alter role \(role) nocreatedb") }
            let refused = try await run("rehearse")
            #expect(refused.status == 2)
            #expect(refused.log.contains("may not create a database to rehearse in; 'alter role \"\(role)\" createdb'"))
            try await Self.drop(role, migrating)
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `the scratch database is dropped after a signal, and after a failure`(number: Int32) async throws {
        let marker = "rehearsed \(UUID())"
        try await Migrating.with([Self.one: "select pg_sleep(600), '\(marker)';"]) { migrating in
            let role = "breaker_of_\(migrating.database.name)"
            let conninfo = try await Self.owned(by: role, migrating)
            let migrator = try ChildProcess.built("migrator")
            let arguments = ["rehearse", "--dir", migrating.folder.path, "--database", conninfo]
            let child = try ChildProcess(migrator, arguments)
            try await migrating.database.withConnection { try await $0.eventuallySees(marker, running: true) }
            child.signal(number)
            #expect(try await child.wait() == 6, "\(child.log)")
            #expect(try await Self.left(migrating) == "0", "\(child.log)")
            try migrating.folder.write(Self.one, "select 1 / 0;")
            #expect(try await ChildProcess.run(migrator, arguments).status == 6)
            #expect(try await Self.left(migrating) == "0")
            try await Self.drop(role, migrating)
        }
    }

    @Test(arguments: [
        "create role rehearsed_role;", "do $$ begin create role rehearsed_role; end $$;",
        "-- no-transaction\ncreate database rehearsed_database;",
        "-- no-transaction\nalter system set work_mem = '5MB';",
    ])
    func `what all databases share isn't changed by a rehearsal`(sql: String) async throws {
        try await Migrating.with([Self.one: sql]) { migrating in
            let outcome = try await migrating.command("rehearse")
            #expect(outcome.status == 6)
            #expect(outcome.log.contains("it can't be rehearsed: it changes "))
            let left = try await migrating.value(
                """
                select (select count(*) from pg_roles where rolname = 'rehearsed_role')
                    + (select count(*) from pg_database where datname = 'rehearsed_database')
                    + (select count(*) from pg_file_settings where name = 'work_mem')
                """)
            #expect(left == "0")
        }
    }

    @Test func `a change of Thin's own SQL is rehearsed`() async throws {
        try await SQLFolder.with { folder in
            try FileManager.default.copyItem(atPath: ThinTemplate.sqlFolder, toPath: folder.path)
            try folder.write(
                "migrations/29990101000000_note.sql", "alter table credits.accounts add column rehearsed text;")
            try folder.write(
                "revert/29990101000000_note.sql", "alter table credits.accounts drop column rehearsed;")
            try await TestDatabase.with(template: try await ThinTemplate.shared.name()) { database in
                let outcome = try await ChildProcess.run(
                    try ChildProcess.built("migrator"),
                    ["rehearse", "--dir", folder.path, "--role", "thin_owner", "--database", database.conninfo])
                #expect(outcome.status == 0, "\(outcome.log)")
                #expect(outcome.output.contains("    ACCESS EXCLUSIVE on credits.accounts, "))
                #expect(outcome.output.hasSuffix("up, revert, up of 1: the same\n"))
            }
        }
    }
}
