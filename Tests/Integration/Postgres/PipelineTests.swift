import Postgres
import Testing

/// Pipelines, their one transaction and their prepared statements.
@Suite(.database, .timeLimit(.minutes(5))) struct PipelineTests {
    @Test func `a pipeline is one transaction`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create table one (a int)")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.pipeline([
                    "insert into one values (1)", "select 1 / \(0)::int", "insert into one values (2)",
                ])
            }
            #expect(error?.state == "22012")
            #expect(error?.statement == "select 1 / $1::int")
            #expect(try await connection.value("select count(*) from one") == "0")
            let results = try await connection.pipeline([
                "select set_config('thin.who', \("me"), true)", "select current_setting('thin.who')",
            ])
            #expect(results.map { $0.text(0, 0) } == ["me", "me"])
            #expect(try await connection.value("select current_setting('thin.who', true)") == "")
        }
    }

    @Test func `an empty pipeline makes no trip`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let results = try await connection.pipeline([])
            #expect(results.isEmpty)
        }
    }

    @Test func `a large pipeline doesn't deadlock`() async throws {
        try await TestDatabase.current.withConnection { connection in
            // Both directions exceed every buffer, so sending has to go hand in hand with reading.
            let filler = String(repeating: "y", count: 20_000)
            let results = try await connection.pipeline(
                (0..<1000).map { "select \($0)::int, \(filler)::text, repeat('z', 20000)" })
            #expect(results.count == 1000)
            #expect(results.enumerated().allSatisfy { $1.text(0, 0) == "\($0)" })
        }
    }

    @Test func `statements are prepared once and survive a failed pipeline`() async throws {
        try await TestDatabase.current.withConnection { connection in
            for _ in 0..<3 {
                await #expect(throws: PostgresError.self) {
                    try await connection.pipeline([
                        "select \("kept")::text", "select 1 / \(0)::int", "select \("skipped")",
                    ])
                }
            }
            let names = try await connection.query("select statement from pg_prepared_statements order by 1")
            let texts = (0..<names.rowCount).compactMap { names.text($0, 0) }
            #expect(texts.filter { $0 == "select $1::text" }.count == 1)
            #expect(!texts.contains("select $1"))
            #expect(try await connection.value("select \("skipped")") == "skipped")
        }
    }

    @Test func `a statement that could not be prepared is prepared when it can be`() async throws {
        try await TestDatabase.current.withConnection { connection in
            await #expect(throws: PostgresError.self) { try await connection.query("select * from not_yet") }
            _ = try await connection.query("create table not_yet (a int)")
            let names = try await connection.transaction { try await $0.query("select * from not_yet").columnNames }
            #expect(names == ["a"])
        }
    }

    @Test func `evicted statements are deallocated`() async throws {
        let database = try TestDatabase.current
        try await database.withPool {
            $0.statementCacheSize = 3
        } _: { pool in
            try await pool.withConnection { connection in
                for number in 0..<20 { _ = try await connection.query(Query(unsafeText: "select \(number)")) }
                // One more trip sends what the last one evicted.
                _ = try await connection.query("select 19")
                let count = try await connection.value("select count(*) from pg_prepared_statements")
                #expect((Int(count ?? "") ?? 99) <= 4)
                #expect(try await connection.value("select 0") == "0")
            }
        }
    }

    @Test func `without a cache nothing is prepared`() async throws {
        try await TestDatabase.current.withPool {
            $0.statementCacheSize = 0
        } _: { pool in
            for number in 0..<3 { _ = try await pool.query("select \(number)::int") }
            let count = try await pool.query("select count(*) from pg_prepared_statements").text(0, 0)
            #expect(count == "0")
        }
    }

    @Test func `a changed table is planned again, undoing what ran before`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { connection in
            _ = try await connection.script(
                "create table changing (a int); create table log (b int); insert into changing values (1)")
            let pipeline: [Query] = ["insert into log values (1)", "select * from changing"]
            _ = try await connection.pipeline(pipeline)
            try await database.withConnection { other in
                _ = try await other.query("alter table changing add c text default 'new'")
            }
            let results = try await connection.pipeline(pipeline)
            #expect(results[1].columnNames == ["a", "c"])
            #expect(try await connection.value("select count(*) from log") == "2")
        }
    }

    @Test func `what commits at the head of a pipeline isn't done again for a stale plan behind it`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { connection in
            _ = try await connection.script(
                """
                create table turned (a int); create table counted (b int);
                create procedure count_once() language plpgsql as $$ begin insert into counted values (1); commit; end $$;
                """)
            let pipeline: [Query] = ["call count_once()", "select * from turned"]
            _ = try await connection.pipeline(pipeline, committing: 1)
            try await database.withConnection { _ = try await $0.query("alter table turned add c int") }
            let results = try await connection.pipeline(pipeline, committing: 1)
            #expect(results.map(\.columnNames) == [[], ["a", "c"]])
            // The call itself is unknown to the server now, so it can't have been done.
            _ = try await connection.script("deallocate all")
            #expect(try await connection.pipeline(pipeline, committing: 1).count == 2)
            #expect(try await connection.value("select count(*) from counted") == "3")
        }
    }

    @Test func `inside a transaction a stale plan fails, and the next one is fresh`() async throws {
        let database = try TestDatabase.current
        try await database.withConnection { connection in
            _ = try await connection.script("create table altered (a int)")
            _ = try await connection.query("select * from altered")
            try await database.withConnection { _ = try await $0.query("alter table altered add c int") }
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { _ = try await $0.query("select * from altered") }
            }
            #expect(error?.state == "0A000")
            let names = try await connection.transaction { try await $0.query("select * from altered").columnNames }
            #expect(names == ["a", "c"])
        }
    }

    @Test func `statements the server has forgotten are prepared again`() async throws {
        try await TestDatabase.current.withConnection { connection in
            #expect(try await connection.value("select \("a")::text") == "a")
            _ = try await connection.script("deallocate all")
            #expect(try await connection.value("select \("b")::text") == "b")
            _ = try await connection.script("discard all")
            let results = try await connection.pipeline(["select \("c")::text", "select \("d")::text"])
            #expect(results.map { $0.text(0, 0) } == ["c", "d"])
        }
    }

    @Test func `a routine's own unknown statement isn't run twice`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.script("create sequence runs")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query(
                    Query(unsafeText: "do $$ begin perform nextval('runs'); execute 'execute missing'; end $$"))
            }
            #expect(error?.state == "26000")
            #expect(try await connection.value("select last_value from runs") == "1")
        }
    }
}
