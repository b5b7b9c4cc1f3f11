import Foundation
import Migrator
import Postgres
import Testing

/// The tool: what it prints and how it ends.
@Suite(.timeLimit(.minutes(5))) struct MigratorCommandTests {
    static let one = RunnerTests.one

    @Test func `status tells what is pending, in text, JSON and exit code`() async throws {
        try await Migrating.with([Self.one: "create table a ();", "code/v.sql": "create view v as select 1 as a;"]) {
            migrating in
            let before = try await migrating.command("status", "--exit-code")
            #expect(before.status == 3)
            #expect(before.output == "pending   \(Self.one)\npending   code/v.sql\n")
            #expect(try await migrating.command("status").status == 0)
            #expect(try await migrating.command("up").output.hasPrefix("installed 2 files in "))
            #expect(try await migrating.command("up").output == "up to date\n")
            let after = try await migrating.command("status", "--exit-code", "--json")
            #expect(after.status == 0)
            let rows = try JSONSerialization.jsonObject(with: Data(after.output.utf8)) as? [[String: String]]
            #expect(rows == [["path": Self.one, "state": "installed"], ["path": "code/v.sql", "state": "installed"]])
            try migrating.folder.write("code/v.sql", "create or replace view v as select 2 as a;")
            let changed = try await migrating.command("status", "--exit-code")
            #expect(changed.status == 3)
            #expect(changed.output.contains("changed   code/v.sql"))
        }
    }

    @Test func `status changes nothing`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            _ = try await migrating.command("status")
            #expect(try await migrating.value("select to_regnamespace('migrator') is null") == "t")
        }
    }

    @Test func `a failure is told with file, line and column`() async throws {
        try await Migrating.with([Self.one: "create table a ();\nselect * from nowhere;\n"]) { migrating in
            let outcome = try await migrating.command("up")
            #expect(outcome.status == 6)
            #expect(outcome.log.contains("\(Self.one):2:15: relation \"nowhere\" does not exist"))
            #expect(outcome.log.contains("SQLSTATE: 42P01"))
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func `disagreeing files end with 4, bad folders with 2, a taken lock with 5`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            #expect(try await migrating.command("up").status == 0)
            try migrating.folder.write(Self.one, "create table changed ();")
            let changed = try await migrating.command("up")
            #expect(changed.status == 4)
            #expect(changed.log.contains("\(Self.one) has changed since it was applied"))
            try migrating.folder.write("migrations/x.sql", "")
            #expect(try await migrating.command("up").status == 2)
            try migrating.folder.remove("migrations/x.sql")
            try await migrating.database.withConnection { connection in
                _ = try await connection.query("select pg_advisory_lock(\(0x6D69_6772_6174_6F72 as Int64)::bigint)")
                let locked = try await migrating.command("up", "--lock-timeout", "0")
                #expect(locked.status == 5)
                #expect(locked.log.contains("backend \(connection.backendPID)"))
            }
        }
    }

    @Test(arguments: ["host=127.0.0.1 port=1", "host=/nowhere", "postgres://127.0.0.1:1/x", "nonsense"])
    func `no connection ends with 9`(conninfo: String) async throws {
        try await SQLFolder.with([Self.one: "select 1;"]) { folder in
            for verb in ["up", "status"] {
                let outcome = try await ChildProcess.run(
                    try ChildProcess.built("migrator"), [verb, "--dir", folder.path, "--database", conninfo])
                #expect(outcome.status == 9)
                #expect(outcome.log.hasPrefix("migrator: can't reach the database"))
            }
        }
    }

    @Test func `new writes a file and prints its path`() async throws {
        try await SQLFolder.with { folder in
            let migrator = try ChildProcess.built("migrator")
            let outcome = try await ChildProcess.run(migrator, ["new", "add_invoices", "--dir", folder.path])
            #expect(outcome.status == 0)
            let path = outcome.output.trimmingCharacters(in: .newlines)
            #expect(path.firstMatch(of: /\/migrations\/[0-9]{14}_add_invoices\.sql$/) != nil)
            #expect(FileManager.default.fileExists(atPath: path))
            #expect(try await ChildProcess.run(migrator, ["new", "Add-Invoices", "--dir", folder.path]).status == 2)
        }
    }

    @Test func `a run that was killed in the middle is finished by the next`() async throws {
        try await Migrating.with([
            Self.one: "create table a ();",
            RunnerTests.two: "create table b (); select pg_advisory_xact_lock(7), 'killed here';",
        ]) { migrating in
            try await migrating.database.withConnection { keeper in
                _ = try await keeper.query("select pg_advisory_lock(7)")
                let child = try ChildProcess(
                    try ChildProcess.built("migrator"),
                    [
                        "up", "--object-lock-timeout", "1h", "--dir", migrating.folder.path, "--database",
                        migrating.database.conninfo,
                    ])
                try await keeper.eventuallySees("killed here", running: true)
                child.signal(SIGKILL)
                #expect(try await child.wait() == 128 + SIGKILL)
                // The server notices when the statement is over; until then the next runner waits for the lock.
                async let installed = migrating.up()
                _ = try await keeper.query("select pg_advisory_unlock(7)")
                #expect(try await installed == 1)
            }
            #expect(try await migrating.value("select count(*) from migrator.migrations") == "2")
        }
    }
}
