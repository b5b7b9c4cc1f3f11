import Foundation
import Migrator
import Postgres
import Testing

/// Runs that are cut off at every one of their statements, and go on.
@Suite(.timeLimit(.minutes(15))) struct KilledRunTests {
    /// Statements of each of ten files; every third file runs outside a transaction.
    static let statementsPerFile = 3

    private static func name(_ file: Int) -> String { "migrations/202601010000\(10 + file)_f\(file).sql" }

    /// Every statement waits at its gate, makes a table, and adds a row to a count.
    private static func text(_ file: Int) -> String {
        let statements = (0..<statementsPerFile).map { ordinal -> String in
            let number = file * statementsPerFile + ordinal
            return "select gate(\(number)), count_up(\(number));"
        }
        return (file.isMultiple(of: 3) ? "-- no-transaction\n" : "") + statements.joined(separator: "\n") + "\n"
    }

    /// A gate is closed by whoever holds its lock.
    private static let gates = """
        create table counted (number int);
        create function gate(n int) returns void language plpgsql as $$
        begin
            perform pg_advisory_xact_lock_shared(7, n);
        end $$;
        create function count_up(n int) returns void language plpgsql as $$
        begin
            insert into counted values (n);
            execute format('create table t%s ()', n);
        end $$;
        """

    @Test(arguments: [SIGKILL, SIGTERM])
    func `whatever statement a runner is killed at, the next one ends what it began`(number: Int32) async throws {
        try await Migrating.with([:]) { migrating in
            for file in 0..<10 { try migrating.folder.write(Self.name(file), Self.text(file)) }
            try await migrating.database.withConnection { keeper in
                _ = try await keeper.script(Self.gates)
                for statement in 0..<(10 * Self.statementsPerFile) {
                    _ = try await keeper.script("select pg_advisory_lock(7, \(statement))")
                    let child = try ChildProcess(
                        try ChildProcess.built("migrator"),
                        [
                            "up", "--object-lock-timeout", "1h", "--dir", migrating.folder.path, "--database",
                            migrating.database.conninfo,
                        ])
                    try await eventually {
                        if child.exitStatus != nil { return true }
                        let waiting = try await keeper.value(
                            """
                            select count(*) from pg_locks where locktype = 'advisory' and not granted and classid = 7
                                and objid = \(statement) and database = (select oid from pg_database
                                where datname = current_database())
                            """)
                        return waiting == "1"
                    }
                    #expect(child.exitStatus == nil, "\(child.log)")
                    child.signal(number)
                    _ = try await child.wait()
                    // Nobody hears what the backend does now; it must come to nothing, or be known.
                    _ = try await keeper.script("select pg_advisory_unlock(7, \(statement))")
                }
                let left = try await migrating.up()
                #expect(left <= 1)
                let counted = try await keeper.value(
                    "select string_agg(number::text, ' ' order by number) from counted")
                #expect(counted == (0..<(10 * Self.statementsPerFile)).map(String.init).joined(separator: " "))
                let applied = try await keeper.value("select count(*) from migrator.migrations")
                #expect(applied == "10")
                #expect(try await keeper.value("select count(*) from migrator.journal") == "0")
            }
            #expect(try await migrating.command("drift").output == "no drift\n")
        }
    }

    @Test func `two thousand files are applied, and found applied`() async throws {
        try await Migrating.with(["migrations/20250101000000_numbers.sql": "create table numbers (n int);"]) {
            migrating in
            for number in 0..<2000 {
                try migrating.folder.write(
                    "migrations/2026010100\(String(number + 10_000).dropFirst())_n.sql",
                    "insert into numbers values (\(number));")
            }
            let files = try await migrating.up()
            #expect(files == 2001)
            #expect(try await migrating.value("select count(distinct n) from numbers") == "2000")
            #expect(try await migrating.up() == 0)
            try migrating.folder.write("migrations/20260101001000_n.sql", "insert into numbers values (-1);")
            guard case .changedMigration("migrations/20260101001000_n.sql") = try await migrating.failure() else {
                throw Unexpected("a change among two thousand was taken")
            }
        }
    }
}
