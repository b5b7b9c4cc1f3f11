import Foundation
import Postgres
import Testing

/// Servers that go away, come back or fall silent; each test has its own.
@Suite(.timeLimit(.minutes(5))) struct OutageTests {
    private func target(_ conninfo: String) -> ConnectionTarget {
        ConnectionTarget(conninfo: conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
    }

    @Test(arguments: [true, false])
    func `a server gone in mid-query fails the call, and the pool recovers with it`(crashes: Bool) async throws {
        try await TestCluster.withPrivate { cluster in
            let events = Events()
            let configuration = PoolConfiguration(
                target: target(crashes ? cluster.conninfo : cluster.socketConninfo), maximumConnections: 2,
                acquireTimeout: .seconds(60),
                backoff: Backoff(initial: .milliseconds(5), maximum: .milliseconds(50)))
            let pool = ConnectionPool(configuration, observe: events.record)
            _ = try await pool.query("select 1")
            let sleeper = Task { try await pool.query("select pg_sleep(600)") }
            try await eventually { pool.statistics.leased == 1 }
            if crashes { try await cluster.crash() } else { try await cluster.stop() }
            let error = await #expect(throws: PostgresError.self) { _ = try await sleeper.value }
            #expect(error?.state == (crashes ? "08006" : "57P01"))
            #expect(error?.connectionIsUsable == false)
            let patient = Task { try await pool.query("select 'back'").text(0, 0) }
            try await eventually { events.contains { if case .connectFailed = $0 { true } else { false } } }
            try await cluster.start()
            #expect(try await patient.value == "back")
            await pool.shutdown()
        }
    }

    @Test func `while the server is away a caller's timeout names the reason`() async throws {
        let port = try PrivateCluster.freePort()
        let pool = ConnectionPool(
            PoolConfiguration(
                target: target("host=127.0.0.1 port=\(port)"), acquireTimeout: .seconds(3),
                backoff: Backoff(initial: .milliseconds(5), maximum: .milliseconds(20))))
        let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
        #expect(error?.origin == .pool(.acquireTimeout))
        #expect(error?.state == "08001")
        #expect(error?.cause?.origin == .connection)
        #expect(error?.cause?.message.contains("refused") == true)
        await pool.shutdown()
    }

    @Test func `a server that falls silent has its socket shut`() async throws {
        try await TestCluster.withPrivate { cluster in
            let pool = ConnectionPool(
                PoolConfiguration(
                    target: target(cluster.conninfo), maximumConnections: 1, statementTimeout: .milliseconds(50),
                    answerGrace: .milliseconds(50)))
            let pid = try await pool.withConnection { $0.backendPID }
            kill(pid, SIGSTOP)
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
            kill(pid, SIGCONT)
            #expect(error?.state == "08006" && error?.origin == .connection)
            try await pool.expectToWork()
            await pool.shutdown()
        }
    }

    @Test func `a value of ten megabytes comes through TLS`() async throws {
        try await TestCluster.withPrivate { cluster in
            try await cluster.stop()
            let (key, certificate) = (cluster.path("data/server.key"), cluster.path("data/server.crt"))
            try await Shell.runAsServer(
                "openssl",
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", key,
                    "-out", certificate,
                ])
            try await Shell.runAsServer("chmod", ["600", key])
            try await cluster.configure(["ssl = on"])
            try await cluster.start()
            let connection = try await Connection.connect(to: target(cluster.conninfo + " sslmode=require"))
            #expect(try await connection.value("select ssl from pg_stat_ssl where pid = pg_backend_pid()") == "t")
            for length in [10_000_000, 8_191, 16_385, 65_537, 3_000_001] {
                let value = [UInt8](repeating: UInt8(ascii: "t"), count: length)
                let result = try await connection.query("select \(value)::text")
                #expect(result.withBytes(0, 0) { $0?.count } == length)
            }
            let row = String(repeating: "v", count: 999) + "\n"
            _ = try await connection.query("create temporary table t (a text)")
            let chunks = AsyncStream<[UInt8]> { stream in
                for _ in 0..<5000 { stream.yield(Array(row.utf8)) }
                stream.finish()
            }
            #expect(try await connection.copyIn("copy t from stdin", from: chunks) == 5000)
            await connection.close()
        }
    }
}
