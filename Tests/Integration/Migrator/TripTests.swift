import Foundation
import Migrator
import Postgres
import Testing

/// How often the tool asks the server, which is what it costs on a slow network.
@Suite(.timeLimit(.minutes(10))) struct TripTests {
    static let one = RunnerTests.one

    @Test func `a run with nothing to do, and each question, is one trip`() async throws {
        let settings = ["log_statement = 'all'", "log_line_prefix = 'trip=%v app=%a '"]
        try await TestCluster.withPrivate(settings: settings) { cluster in
            try await SQLFolder.with([Self.one: "create table a ();", "verify/20260101000000_one.sql": "select 1;"]) {
                folder in
                let migrator = try ChildProcess.built("migrator")
                let trips = { (verb: String) async throws -> Int in
                    let before = try await Self.trips(cluster).count
                    let outcome = try await ChildProcess.run(
                        migrator, [verb, "--dir", folder.path, "--database", cluster.socketConninfo])
                    #expect(outcome.status == 0, "\(outcome.log)")
                    return try await Self.trips(cluster).count - before
                }
                #expect(try await trips("up") > 5)
                for verb in ["up", "status", "plan", "validate"] { #expect(try await trips(verb) == 1, "\(verb)") }
                #expect(try await trips("drift") == 2)
            }
        }
    }

    @Test func `where statements don't see what was just committed it takes more, and is as right`() async throws {
        try await Migrating.with([Self.one: "create table a ();"]) { migrating in
            try await migrating.up()
            _ = try await migrating.database.withConnection {
                try await $0.script(
                    "alter database \(migrating.database.name) set default_transaction_isolation = 'repeatable read'")
            }
            #expect(try await migrating.command("up").output == "up to date\n")
            try migrating.folder.write(RunnerTests.two, "create table b ();")
            #expect(try await migrating.command("status").output.contains("pending   \(RunnerTests.two)"))
            #expect(try await migrating.command("up").output.hasPrefix("installed 1 file in "))
        }
    }

    /// The tool's transactions so far: a trip that isn't in a transaction of its own is one.
    private static func trips(_ cluster: PrivateCluster) async throws -> Set<Substring> {
        let log = try await Shell.runAsServer("cat", [cluster.path("log")])
        return Set(
            log.split(separator: "\n").filter { $0.contains(" app=migrator ") && $0.contains("LOG:  ") }
                .compactMap { $0.split(separator: " ").first { $0.hasPrefix("trip=") } })
    }
}
