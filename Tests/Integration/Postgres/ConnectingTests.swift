import Foundation
import Postgres
import Testing

/// What libpq makes of connection strings, files and the environment.
@Suite(.timeLimit(.minutes(5))) struct ConnectingTests {
    private static func target(_ conninfo: String) -> ConnectionTarget {
        ConnectionTarget(conninfo: conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
    }

    @Test func `a dead first host is passed over`() async throws {
        try await TestCluster.withPrivate { cluster in
            let dead = try PrivateCluster.freePort()
            let conninfo = "postgresql://postgres@127.0.0.1:\(dead),127.0.0.1:\(cluster.port)/postgres"
            let connection = try await Connection.connect(to: Self.target(conninfo))
            #expect(try await connection.value("select inet_server_port()") == "\(cluster.port)")
            await connection.close()
        }
    }

    @Test func `a dead server is refused with a reason`() async throws {
        let conninfo = "host=127.0.0.1 port=\(try PrivateCluster.freePort())"
        let error = await #expect(throws: PostgresError.self) {
            _ = try await Connection.connect(to: Self.target(conninfo))
        }
        #expect(error?.state == "08001" && error?.origin == .connection)
        #expect(error?.message.contains("refused") == true)
    }

    @Test(arguments: ["postgresql://u:hush@[bad", "host=x password hush", "password=hush port"])
    func `a connection string that can't be read isn't quoted`(conninfo: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            _ = try await Connection.connect(to: Self.target(conninfo))
        }
        #expect(error?.state == "08001")
        #expect(error?.debugDescription.contains("hush") == false)
    }

    @Test func `a wrong password never shows`() async throws {
        try await TestCluster.withPrivate { cluster in
            try await Self.demandPassword(cluster)
            let conninfo = cluster.conninfo + " password=hush"
            let error = await #expect(throws: PostgresError.self) {
                _ = try await Connection.connect(to: Self.target(conninfo))
            }
            #expect(error?.debugDescription.contains("hush") == false)
            #expect(error?.message.contains("password authentication failed") == true)
        }
    }

    @Test func `a password file is read`() async throws {
        try await TestCluster.withPrivate { cluster in
            try await Self.demandPassword(cluster)
            let file = try Self.write("127.0.0.1:\(cluster.port):*:postgres:open sesame\n")
            defer { try? FileManager.default.removeItem(atPath: file) }
            let connection = try await Connection.connect(to: Self.target(cluster.conninfo + " passfile=\(file)"))
            try await connection.expectToWork()
            await connection.close()
        }
    }

    /// The environment is the process's, so the attempt is made in one of its own.
    @Test func `an empty connection string means libpq's environment`() async throws {
        try await TestCluster.withPrivate { cluster in
            let port = cluster.port
            await #expect(processExitsWith: .success) { [port = port as Int] in
                for (name, value) in [
                    ("PGHOST", "127.0.0.1"), ("PGPORT", "\(port)"), ("PGUSER", "postgres"), ("PGDATABASE", "template1"),
                ] {
                    setenv(name, value, 1)
                }
                try await ConnectingTests.require("template1", "thin-tests", at: "")
            }
        }
    }

    @Test func `a service file is read`() async throws {
        try await TestCluster.withPrivate { cluster in
            let file = try Self.write(
                "[mine]\nhost=127.0.0.1\nport=\(cluster.port)\nuser=postgres\ndbname=template1\napplication_name=own\n")
            defer { try? FileManager.default.removeItem(atPath: file) }
            await #expect(processExitsWith: .success) { [file = file as String] in
                setenv("PGSERVICEFILE", file, 1)
                try await ConnectingTests.require("template1", "own", at: "service=mine")
            }
        }
    }

    /// Fails the process unless it reaches this database under this application name, in UTF-8.
    static func require(_ database: String, _ application: String, at conninfo: String) async throws {
        let connection = try await Connection.connect(to: target(conninfo))
        let result = try await connection.query(
            "select current_database(), current_setting('application_name'), current_setting('client_encoding')")
        guard (0..<3).map({ result.text(0, $0) }) == [database, application, "UTF8"] else { exit(1) }
    }

    @Test func `a caller that is cancelled doesn't wait for a host that is silent`() async throws {
        // A listener that never answers.
        try await TestCluster.withPrivate { cluster in
            let postmaster = try await cluster.postmaster()
            kill(postmaster, SIGSTOP)
            let conninfo = cluster.conninfo
            let caller = Task { try await Connection.connect(to: ConnectingTests.target(conninfo)) }
            await Task.yield()
            caller.cancel()
            let error = await #expect(throws: PostgresError.self) { _ = try await caller.value }
            #expect(error?.state == "57014")
            kill(postmaster, SIGCONT)
        }
    }

    private static func demandPassword(_ cluster: PrivateCluster) async throws {
        let connection = try await Connection.connect(to: target(cluster.conninfo))
        _ = try await connection.query("alter role postgres password 'open sesame'")
        await connection.close()
        let line = "host all all 127.0.0.1/32 scram-sha-256"
        try await Shell.runAsServer("sh", ["-c", "echo \"$0\" > \"$1\"", line, cluster.path("data/pg_hba.conf")])
        try await cluster.stop()
        try await cluster.start()
    }

    private static func write(_ text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "thin-\(UUID().uuidString)").path
        let isWritten = FileManager.default.createFile(
            atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw Unexpected("can't write \(file)") }
        return file
    }
}
