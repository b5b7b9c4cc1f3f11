import Foundation
import Migrator
import Postgres
import Testing

/// A schema as text.
@Suite(.timeLimit(.minutes(5))) struct DumpTests {
    static let one = RunnerTests.one

    @Test func `the same schema is the same bytes, in two databases and on two servers`() async throws {
        let files: KeyValuePairs<String, String> = [
            Self.one: """
            create table b (id int primary key, t text); create table a (b_id int references b, x numeric(10, 5));
            create index on a (x); grant select on a to pg_monitor, pg_read_all_stats; comment on table a is 'A';
            alter table a enable row level security; create policy p on a using (true);
            """,
            "code/v.sql": "create or replace view v as select * from a;",
        ]
        try await Migrating.with(files) { migrating in
            try await migrating.up()
            let first = try await migrating.command("dump")
            #expect(first.status == 0, "\(first.log)")
            #expect(first.output.contains("CREATE POLICY p ON public.a") && !first.output.contains("migrator"))
            let path = "\(migrating.folder.path)/schema.sql"
            #expect(try await migrating.command("dump", "--output", path).status == 0)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == first.output)
            try await TestCluster.withPrivate { cluster in
                let target = ConnectionTarget(
                    conninfo: cluster.conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
                _ = try await Runner(try Project(folder: migrating.folder.path), into: target).up()
                let other = try await ChildProcess.run(
                    try ChildProcess.built("migrator"), ["dump"],
                    environment: ["DATABASE_URL": "\(cluster.conninfo) password='it\\'s secret'"])
                #expect(other.output == first.output, "\(other.log)")
            }
            _ = try await migrating.database.withConnection { try await $0.script("alter table a add y int") }
            #expect(try await migrating.command("dump").output != first.output)
        }
    }

    @Test func `what it needs and hasn't is told`() async throws {
        let migrator = try ChildProcess.built("migrator")
        #expect(try await ChildProcess.run(migrator, ["dump", "--database", "host=/nowhere"]).status == 9)
        try await Migrating.with([:]) { migrating in
            let outcome = try await ChildProcess.run(
                migrator, ["dump", "--database", migrating.database.conninfo], environment: ["PATH": "/nowhere"])
            #expect(outcome.status == 1)
            #expect(outcome.log.contains("pg_dump failed"))
        }
    }

    @Test(arguments: [
        "postgres://u:p%40ss@127.0.0.1:1/x", "postgres://u@127.0.0.1:1/x?connect_timeout=2&password=p%40ss",
        "host=127.0.0.1 port=1 password=p@ss",
    ])
    func `a password in the environment stays there`(url: String) async throws {
        let outcome = try await ChildProcess.run(
            try ChildProcess.built("migrator"), ["dump"], environment: ["DATABASE_URL": url])
        #expect(outcome.status == 9)
        #expect(!outcome.log.contains("p@ss") && !outcome.log.contains("p%40ss"))
    }
}
