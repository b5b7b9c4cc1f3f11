import Postgres
import Testing

/// Statements and pipelines on one connection.
@Suite(.database, .timeLimit(.minutes(5))) struct ConnectionTests {
    @Test func `values of every kind come back`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let result = try await connection.query(
                """
                select \("ünï"), \(nil as String?), \(-42)::int8 as number, \(true)::bool,
                       \(Array(#"{"a":1}"#.utf8))::jsonb, ''::text as empty
                """)
            #expect(result.rowCount == 1)
            #expect((0..<6).map { result.text(0, $0) } == ["ünï", nil, "-42", "t", #"{"a": 1}"#, ""])
            #expect(result.columnNames[2] == "number")
            #expect(result.text(0, "number") == "-42")
            #expect(result.index(of: "none") == nil)
            #expect(result.commandTag == "SELECT 1")
            #expect(result.withBytes(0, 0) { $0?.count } == 5)
            #expect(result.withBytes(0, 1) { $0 == nil })
            #expect(connection.serverVersion >= 150_000)
            #expect(try await connection.value("select pg_backend_pid()") == "\(connection.backendPID)")
        }
    }

    @Test func `a value of ten megabytes makes the round trip`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let value = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000) + Array("ß".utf8)
            let result = try await connection.query("select \(value)::text, length(\(value)::text)")
            #expect(result.withBytes(0, 0) { $0.map { $0.elementsEqual(value) } } == true)
            #expect(result.text(0, 1) == "10000001")
        }
    }

    @Test func `the affected rows are counted`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            #expect(try await connection.query("insert into t values (1), (2), (3)").affectedRowCount == 3)
            #expect(try await connection.query("create temporary table u ()").affectedRowCount == 0)
        }
    }

    @Test func `a NUL byte is refused before anything is sent`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a text)")
            for parameter in [Parameter.text("a\0b"), .bytes([0x61, 0]), .text("\0")] {
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.pipeline(["insert into t values ('kept')", "select \(parameter)::text"])
                }
                #expect(error?.state == "22021")
                #expect(error?.origin == .client)
            }
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query(Query(unsafeText: "select 1\0; select 2"))
            }
            #expect(error?.state == "22021")
            await #expect(throws: PostgresError.self) { try await connection.script("select 1\0") }
            #expect(try await connection.value("select count(*) from t") == "0")
            #expect(!connection.isBroken)
        }
    }

    @Test func `invalid UTF-8 is refused by the server and the connection stays`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select \([0xC3, 0x28] as [UInt8])::text")
            }
            #expect(error?.state == "22021")
            #expect(error?.origin == .server)
            try await connection.expectToWork()
        }
    }

    @Test func `more parameters than the protocol carries are refused`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let parameters = [Parameter](repeating: .null, count: 65_536)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query(Query(unsafeText: "select 1", parameters: parameters))
            }
            #expect(error?.state == "54000")
            try await connection.expectToWork()
        }
    }

    @Test func `an error carries every field`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.script(
                """
                create function raise_all() returns void language plpgsql as $$
                begin
                    raise exception using errcode = 'TH402', message = 'm', detail = 'd', hint = 'h', constraint = 'c',
                        schema = 's', table = 't', column = 'k', datatype = 'y';
                end $$
                """)
            let statement: Query = "select raise_all()"
            let error = try #require(
                await #expect(throws: PostgresError.self) { try await connection.query(statement) })
            #expect(error.state == "TH402" && error.origin == .server && error.severity == "ERROR")
            #expect([error.message, error.detail, error.hint] == ["m", "d", "h"])
            #expect([error.constraint, error.schema, error.table] == ["c", "s", "t"])
            #expect([error.column, error.dataType, error.statement] == ["k", "y", statement.text])
            #expect(error.context?.contains("raise_all()") == true)
            #expect(error.sourceFile == "pl_exec.c" && error.sourceRoutine == "exec_stmt_raise")
            #expect(error.sourceLine != nil && error.position == nil && error.internalQuery == nil)
            #expect(error.description == "PostgresError(TH402)")
            for text in ["TH402", "message: m", "detail: d", "hint: h", "statement: select raise_all()"] {
                #expect(error.debugDescription.contains(text))
            }
        }
    }

    @Test func `an error points at its place`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let outer = await #expect(throws: PostgresError.self) { try await connection.query("select nothing_here") }
            #expect(outer?.position == 8)
            let inner = await #expect(throws: PostgresError.self) {
                try await connection.script("do $$ begin perform nothing_here; end $$")
            }
            #expect(inner?.internalQuery == "SELECT nothing_here")
            #expect(inner?.internalPosition == 8)
        }
    }

    @Test func `a script runs several statements and its failure undoes them`() async throws {
        try await TestDatabase.current.withConnection { connection in
            let results = try await connection.script("create table scripted (a int); insert into scripted values (1)")
            #expect(results.map(\.commandTag) == ["CREATE TABLE", "INSERT 0 1"])
            let error = await #expect(throws: PostgresError.self) {
                try await connection.script("insert into scripted values (2); select 1 / 0; select 3")
            }
            #expect(error?.state == "22012")
            #expect(try await connection.value("select count(*) from scripted") == "1")
        }
    }

    @Test func `COPY where it can't run is refused and a script survives it`() async throws {
        try await TestDatabase.current.withConnection { connection in
            _ = try await connection.query("create temporary table t (a int)")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.script("insert into t values (1); copy t from stdin")
            }
            #expect(error?.state == "42601")
            #expect(try await connection.value("select count(*) from t") == "0")
            await #expect(throws: PostgresError.self) { try await connection.query("copy t to stdout") }
            #expect(connection.isBroken)
        }
    }

    @Test func `calls on one connection run one after the other`() async throws {
        try await TestDatabase.current.withConnection { connection in
            try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<100 { group.addTask { try await connection.value("select \(number)::int") } }
                var sum = 0
                for try await text in group { sum += Int(text ?? "") ?? 0 }
                #expect(sum == 4950)
            }
        }
    }

    @Test func `a closed connection refuses calls`() async throws {
        let connection = try await Connection.connect(to: TestDatabase.current.target)
        await connection.close()
        await connection.close()
        let error = await #expect(throws: PostgresError.self) { try await connection.query("select 1") }
        #expect(error?.state == "08003")
        #expect(connection.isBroken)
    }
}
