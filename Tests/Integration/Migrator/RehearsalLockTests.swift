import Foundation
import Migrator
import Postgres
import Testing

/// Locks of statements that can't be in a transaction, as a rehearsal sees them.
@Suite(.timeLimit(.minutes(10))) struct RehearsalLockTests {
    static let (one, two) = (RunnerTests.one, RunnerTests.two)

    private static let schema = """
        create table a (x int primary key, y int); create index a_idx on a (y); create table b (x int);
        create table c (x int) partition by range (x); create table c1 partition of c for values from (1) to (2);
        create table c2 partition of c for values from (2) to (3);
        create materialized view m as select x, y from a; create unique index m_idx on m (x);
        create procedure settles() language plpgsql as $$
        begin update b set x = 1; commit; update a set y = 1; commit; end $$;
        """

    @Test(arguments: [
        ("create index concurrently i on a (x)", ["SHARE UPDATE EXCLUSIVE public.a"]),
        ("create index concurrently on m (y)", ["SHARE UPDATE EXCLUSIVE public.m"]),
        ("drop index concurrently a_idx", ["SHARE UPDATE EXCLUSIVE public.a"]),
        ("reindex index concurrently a_idx", ["SHARE UPDATE EXCLUSIVE public.a"]),
        ("reindex table concurrently a", ["SHARE UPDATE EXCLUSIVE public.a"]),
        ("vacuum a, b", ["SHARE UPDATE EXCLUSIVE public.a", "SHARE UPDATE EXCLUSIVE public.b"]),
        ("vacuum full b", ["ACCESS EXCLUSIVE public.b"]), ("vacuum m", ["SHARE UPDATE EXCLUSIVE public.m"]),
        (
            "vacuum",
            ["a", "b", "c", "c1", "c2", "m"].map { "SHARE UPDATE EXCLUSIVE public.\($0)" }
        ),
        (
            "reindex schema concurrently public",
            ["a", "b", "c1", "c2", "m"].map { "SHARE UPDATE EXCLUSIVE public.\($0)" }
        ),
        ("reindex schema public", ["a", "b", "c1", "c2"].map { "SHARE public.\($0)" }),
        (
            "refresh materialized view concurrently m",
            ["EXCLUSIVE public.m", "ROW EXCLUSIVE public.m", "ACCESS SHARE public.a", "ACCESS SHARE public.m"]
        ),
        ("do $$ begin lock table b in exclusive mode; end $$", ["EXCLUSIVE public.b"]),
        ("vacuum pg_catalog.pg_class", []),
    ])
    func `every table that is locked is told, however short the wait for a lock may be`(
        sql: String, expected: [String]
    ) async throws {
        try await Migrating.with([Self.one: Self.schema]) { migrating in
            try await migrating.up()
            try migrating.folder.write(
                Self.two,
                """
                -- no-transaction
                -- migrator: lock-timeout 1ms
                \(sql);
                do $$ begin assert current_setting('lock_timeout') = '1ms'; end $$;
                """)
            let file = try #require(try await Self.rehearsed(migrating).first)
            let locks = file.locks.map { "\($0.mode ?? "") \($0.object)" }
            #expect(locks.filter { !$0.hasSuffix("_idx") && !$0.hasSuffix("_pkey") } == expected)
            // Nobody holds a materialized view in a mode that keeps reindex out of it.
            #expect(file.unseen == (sql == "reindex schema public" ? ["line 3: \(sql)"] : []))
            #expect(file.rewritten.map(\.object) == (sql == "vacuum full b" ? ["public.b"] : []))
        }
    }

    @Test func `a partition that is detached concurrently is told with its table`() async throws {
        try await Migrating.with([Self.one: Self.schema]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.two, "-- no-transaction\nalter table c detach partition c1 concurrently;")
            let file = try #require(try await Self.rehearsed(migrating).first)
            let locks = Set(file.locks.map { "\($0.mode ?? "") \($0.object)" })
            #expect(locks.isSuperset(of: ["c", "c1"].map { "SHARE UPDATE EXCLUSIVE public.\($0)" }))
        }
    }

    @Test func `of what ends transactions itself it is told that locks may not have been seen`() async throws {
        try await Migrating.with([Self.one: Self.schema]) { migrating in
            try await migrating.up()
            try migrating.folder.write(Self.two, "-- no-transaction\ncall settles();")
            let file = try #require(try await Self.rehearsed(migrating).first)
            #expect(
                file.locks.map { "\($0.mode ?? "") \($0.object)" }
                    == ["ROW EXCLUSIVE public.a", "ROW EXCLUSIVE public.b"])
            #expect(file.unseen == ["line 2: call settles()"])
        }
    }

    @Test func `tables of owners whom the role may become are held too`() async throws {
        try await Migrating.with([Self.one: "create table a (x int);"]) { migrating in
            let (name, owner) = (migrating.database.name, "keeper_of_\(migrating.database.name)")
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    create role \(owner); create role \(owner)_in login createdb; grant \(owner) to \(owner)_in;
                    alter database \(name) owner to \(owner); grant create on database \(name) to \(owner)_in
                    """)
            }
            let run = { (verb: String) in
                try await ChildProcess.run(
                    try ChildProcess.built("migrator"),
                    [
                        verb, "--dir", migrating.folder.path, "--role", owner, "--database",
                        TestCluster.conninfo(migrating.database.conninfo, adding: ["user": "\(owner)_in"]),
                    ])
            }
            let up = try await run("up")
            #expect(up.status == 0, "\(up.log)")
            try migrating.folder.write(Self.two, "-- no-transaction\nvacuum a;")
            let outcome = try await run("rehearse")
            #expect(outcome.output.contains("SHARE UPDATE EXCLUSIVE on public.a"), "\(outcome.log)")
            #expect(!outcome.output.contains("not all seen"))
            try await migrating.database.withConnection {
                _ = try await $0.script(
                    """
                    alter database \(name) owner to current_user; drop owned by \(owner), \(owner)_in;
                    drop role \(owner), \(owner)_in
                    """)
            }
        }
    }

    @Test func `tables of a schema with a history of its own are told too`() async throws {
        try await Migrating.with([Self.one: "create table a (x int);"]) { migrating in
            #expect(try await migrating.command("up", "--schema", "s").status == 0)
            try migrating.folder.write(Self.two, "alter table a add y int;")
            try migrating.folder.write("migrations/20260103000000_three.sql", "-- no-transaction\nvacuum a;")
            let outcome = try await migrating.command("rehearse", "--schema", "s")
            #expect(outcome.output.contains("ACCESS EXCLUSIVE on s.a"), "\(outcome.log)")
            #expect(outcome.output.contains("SHARE UPDATE EXCLUSIVE on s.a"))
        }
    }

    @Test func `a statement that fails while it is watched is told as ever`() async throws {
        try await Migrating.with([Self.one: Self.schema]) { migrating in
            try await migrating.up()
            try migrating.folder.write(
                Self.two,
                "-- no-transaction\ninsert into b values (1), (1);\ncreate unique index concurrently i on b (x);")
            let outcome = try await migrating.command("rehearse")
            #expect(outcome.status == 6 && outcome.log.contains("\(Self.two):3:1: could not create unique index"))
        }
    }

    private static func rehearsed(_ migrating: Migrating) async throws -> [RehearsalTests.Report.File] {
        let outcome = try await migrating.command("rehearse", "--json")
        #expect(outcome.status == 0, "\(outcome.log)")
        #expect(!outcome.log.contains("waits for a lock"))
        return try JSONDecoder().decode(RehearsalTests.Report.self, from: Data(outcome.output.utf8)).files
    }
}
