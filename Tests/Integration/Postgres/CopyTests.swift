import Postgres
import Testing

/// COPY from the client.
@Suite(.database, .timeLimit(.minutes(5))) struct CopyTests {
    private struct Refusal: Error {}

    /// Yields chunks and then ends or throws.
    private func rows(_ chunks: [String], failing: Bool = false) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { stream in
            for chunk in chunks { stream.yield(Array(chunk.utf8)) }
            stream.finish(throwing: failing ? Refusal() : nil)
        }
    }

    @Test func `rows cut anywhere arrive`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int, b text)")
            let count = try await connection.copyIn(
                "copy t from stdin with (format csv)", from: rows(["1,o", "ne\n2,", "", "\"t\nwo\"\n"]))
            #expect(count == 2)
            #expect(try await connection.value("select string_agg(b, '|' order by a) from t") == "one|t\nwo")
        }
    }

    @Test func `a copy far larger than any buffer arrives`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a text)")
            let chunk = String(repeating: String(repeating: "r", count: 99) + "\n", count: 5000)
            let stream = rows(Array(repeating: chunk, count: 40))
            #expect(try await connection.copyIn("copy t from stdin", from: stream) == 200_000)
        }
    }

    @Test func `a failing sequence undoes the copy and its error is thrown`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            await #expect(throws: Refusal.self) {
                _ = try await connection.copyIn("copy t from stdin", from: rows(["1\n", "2\n"], failing: true))
            }
            #expect(try await connection.value("select count(*) from t") == "0")
            #expect(try await connection.copyIn("copy t from stdin", from: rows(["3\n"])) == 1)
        }
    }

    @Test func `a row the server refuses undoes the copy`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            let error = await #expect(throws: PostgresError.self) {
                _ = try await connection.copyIn("copy t from stdin", from: rows(["1\n", "x\n", "2\n"]))
            }
            #expect(error?.state == "22P02")
            #expect(error?.context?.contains("line 2") == true)
            #expect(try await connection.value("select count(*) from t") == "0")
        }
    }

    @Test func `inside a transaction it is part of it`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            await #expect(throws: Refusal.self) {
                try await connection.transaction { connection in
                    _ = try await connection.copyIn("copy t from stdin", from: rows(["1\n"]))
                    throw Refusal()
                }
            }
            #expect(try await connection.value("select count(*) from t") == "0")
        }
    }

    @Test func `another statement, a missing table or parameters are refused`() async throws {
        try await TestDatabase.current.withConnection { connection in
            for (statement, state) in [
                ("select 1", "42601"), ("copy missing from stdin", "42P01"), ("copy t from \(1)", "42601"),
            ] as [(Query, SQLState)] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await connection.copyIn(statement, from: rows(["1\n"]))
                }
                #expect(error?.state == state)
                try await connection.expectToWork()
            }
        }
    }
}
