import Foundation
import Migrator
import Postgres
import Synchronization
import Testing

/// Locks on objects: short waits, another attempt, and the name of who is in the way.
@Suite(.timeLimit(.minutes(10))) struct LockTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    private static func impatient(retries: Int) -> Runner.Options {
        var options = Runner.Options()
        options.objectLockTimeout = .milliseconds(1500)
        options.objectLockRetries = retries
        options.objectLockPause = .milliseconds(20)
        return options
    }

    @Test func `a blocked file gives up with the name of the blocker, whose password stays hidden`() async throws {
        try await Migrating.with([Self.one: "create table t (a int);"]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.two, "create table u ();\nalter table t add b int;\n")
            try await migrating.database.withConnection { other in
                _ = try await other.script("begin; select 'password', * from t; set local my.x to 'password ''pw1'''")
                let error = try await migrating.failure(Self.impatient(retries: 1))
                guard case .blocked(let file, let cause, let blockers, let attempts) = error else {
                    throw Unexpected("\(error)")
                }
                #expect(file.path == Self.two && cause.state == "55P03" && attempts == 2)
                #expect(blockers.map(\.backendPID) == [String(other.backendPID)])
                #expect("\(error)".contains("\(Self.two):2:1:") && error.exitCode == 10)
                _ = try await other.script("rollback")
            }
            #expect(try await migrating.value("select to_regclass('u') is null") == "t")
            let files = try await migrating.up()
            #expect(files == 1)
        }
    }

    @Test func `a blocked file is tried again until the blocker is gone`() async throws {
        try await Migrating.with([Self.one: "create table t (a int);"]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.two, "alter table t add b int;")
            let tries = Mutex(0)
            try await migrating.database.withConnection { other in
                _ = try await other.script("begin; select * from t")
                let runner = Runner(
                    try Project(folder: migrating.folder.path), into: migrating.database.target,
                    options: Self.impatient(retries: 1000)
                ) { event in
                    if case .retrying = event { tries.withLock { $0 += 1 } }
                }
                async let files = runner.up()
                while tries.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(10)) }
                _ = try await other.script("commit")
                #expect(try await files == 1)
            }
        }
    }

    @Test func `a file settles its own wait, and a statement's longest run`() async throws {
        try await Migrating.with([Self.one: "create table t (a int);"]) { migrating in
            try migrating.folder.write(
                Self.two,
                "-- why\n-- migrator: lock-timeout 7s\n-- migrator: statement-timeout 1h\n"
                    + "create table s as select current_setting('lock_timeout') || current_setting('statement_timeout') as s;"
            )
            let files = try await migrating.up()
            #expect(files == 2)
            #expect(try await migrating.value("select s from s") == "7s1h")
            try migrating.folder.write("migrations/20260103000000_x.sql", "select pg_sleep(600);")
            var options = Runner.Options()
            options.statementTimeout = .milliseconds(50)
            let error = try await migrating.failure(options)
            guard case .failed(_, let cause) = error, cause.state == "57014" else {
                throw Unexpected("\(error)")
            }
            options.statementTimeout = nil
            options.timeout = .milliseconds(500)
            guard
                case .cancelled = await #expect(
                    throws: MigratorError.self, performing: { try await migrating.up(options) })
            else { throw Unexpected("not cancelled") }
            #expect(
                try await migrating.value(
                    "select count(*) from pg_stat_activity where datname = current_database() and query ~ '^select pg_sleep' and state = 'active'"
                )
                    == "0")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM]) func `a signal cancels on the server and leaves nothing`(number: Int32)
        async throws
    {
        // The other signal's test waits at the same time.
        let marker = "signalled \(UUID())"
        try await Migrating.with([
            Self.one: "create table a ();", Self.two: "create table b (); select pg_sleep(600), '\(marker)';",
        ]) { migrating in
            let child = try ChildProcess(
                try ChildProcess.built("migrator"),
                ["up", "--dir", migrating.folder.path, "--database", migrating.database.conninfo])
            try await migrating.database.withConnection { try await $0.eventuallySees(marker, running: true) }
            child.signal(number)
            #expect(try await child.wait() == 6)
            #expect(child.log.contains("cancelled; \(Self.two) was rolled back"))
            #expect(
                try await migrating.value("select to_regclass('a') is not null and to_regclass('b') is null") == "t")
            let failure = try await migrating.value("select failure from migrator.runs where finished_at is not null")
            #expect(failure == "cancelled \(Self.two)")
            try migrating.folder.write(Self.two, "create table b ();")
            // The lock is free at once.
            #expect(try await migrating.up(.init(lockTimeout: .seconds(60))) == 1)
        }
    }

    @Test func `passwords in arguments are refused and not repeated`() async throws {
        for conninfo in [
            "postgres://u:hunter2@h/x", "postgresql://h/x?password=hunter2", "host=h password=hunter2",
            "password = 'hunter2' host=h",
        ] {
            let outcome = try await ChildProcess.run(
                try ChildProcess.built("migrator"), ["status", "--database", conninfo])
            #expect(outcome.status == 2)
            #expect(outcome.log.contains("holds a password"))
            #expect(!outcome.log.contains("hunter2") && !outcome.output.contains("hunter2"))
        }
    }
}
