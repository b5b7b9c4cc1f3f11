import Foundation
import Migrator
import Postgres
import Testing

/// One project in many schemas of a database, each with a history of its own.
@Suite(.timeLimit(.minutes(5))) struct SchemaFanOutTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)
    static let files: KeyValuePairs<String, String> = [
        one: "create table a (x int); insert into a values (1);",
        "code/v.sql": "create or replace view v as select x, :'schema' as home from a;",
    ]

    @Test func `each schema has its tables, its code and its history`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try migrating.folder.write("list", "# tenants\nfirst\nSecond one\n")
            let list = "\(migrating.folder.path)/list"
            let outcome = try await migrating.command("up", "--schemas-from", list)
            #expect(outcome.output == "2 files  first\n2 files  Second one\n", "\(outcome.log)")
            #expect(try await migrating.value("select home || x from first.v") == "first1")
            #expect(try await migrating.value("select home || x from \"Second one\".v") == "Second one1")
            #expect(try await migrating.value("select to_regclass('public.a') is null") == "t")
            #expect(try await migrating.value("select count(*) from \"migrator_Second one\".migrations") == "1")
            let again = try await migrating.command("up", "--schemas-from", list, "--json")
            #expect(
                again.output
                    == "{\"schemas\":[{\"installed\":0,\"schema\":\"first\"},{\"installed\":0,\"schema\":\"Second one\"}]}\n"
            )
            // One of them is ahead of the other, changed, and nobody else's business.
            try migrating.folder.write(Self.two, "alter table a add y int;")
            #expect(try await migrating.command("up", "--schema", "first").output.hasPrefix("installed 1 file in "))
            _ = try await migrating.database.withConnection { try await $0.script("alter table first.a add z int") }
            #expect(
                try await migrating.command("drift", "--schema", "first").output.hasPrefix("changed table first.a\n"))
            #expect(try await migrating.command("drift", "--schema", "Second one").output == "no drift\n")
            let status = try await migrating.command("status", "--schema", "Second one", "--exit-code")
            #expect(status.status == 3 && status.output.contains("pending   \(Self.two)"))
            #expect(try await migrating.command("dump").output.contains("migrator") == false)
        }
    }

    @Test func `a failure in one leaves the others alone or is gone past`() async throws {
        try await Migrating.with(Self.files) { migrating in
            _ = try await migrating.database.withConnection {
                try await $0.script("create schema s1; create table s1.a (other int)")
            }
            try migrating.folder.write("list", "s1\ns2\n")
            let list = "\(migrating.folder.path)/list"
            let stopped = try await migrating.command("up", "--schemas-from", list)
            #expect(stopped.status == 6 && stopped.output == "failed (6)  s1\nnot begun  s2\n")
            let gone = try await migrating.command("up", "--schemas-from", list, "--keep-going")
            #expect(gone.status == 6 && gone.output == "failed (6)  s1\n2 files  s2\n")
            #expect(try await migrating.value("select count(*) from s2.a") == "1")
        }
    }

    @Test func `every schema of every database, and names that leave no room`() async throws {
        try await Migrating.with(Self.files) { migrating in
            try await TestDatabase.with { other in
                try migrating.folder.write("databases", "\(migrating.database.name)\n\(other.name)\n")
                try migrating.folder.write("schemas", "s1\ns2\n")
                let outcome = try await migrating.command(
                    "up", "--databases-from", "\(migrating.folder.path)/databases", "--schemas-from",
                    "\(migrating.folder.path)/schemas")
                let lines = [migrating.database.name, other.name].flatMap {
                    ["2 files  \($0) s1", "2 files  \($0) s2"]
                }
                #expect(outcome.output == lines.joined(separator: "\n") + "\n", "\(outcome.log)")
            }
            let long = try await migrating.command("up", "--schema", String(repeating: "s", count: 55))
            #expect(long.status == 2 && long.log.contains("is too long"))
        }
    }
}
