import Foundation
import Postgres
import Testing

/// The model's stories while connections, statements or the server end at random. A call without a reply is sent again
/// under its key, so every call has to take effect once, whether its reply was lost or it never came to be; what has been
/// answered has to stay. In the end nothing is held beyond its time.
@Suite(.serialized, .timeLimit(.minutes(15))) struct FaultTests {
    /// One with a few stories; `THIN_MODEL_OPERATIONS` makes them more.
    private static func run() -> ModelRun {
        var run = ModelRun.configured(operations: 1_600)
        run.isDisturbed = true
        print("faults: seed \(run.seed)")
        return run
    }

    private static func withDesk(_ database: TestDatabase, _ body: (LedgerDesk) async throws -> Void) async throws {
        let backoff = Backoff(initial: .milliseconds(5), maximum: .milliseconds(50))
        try await database.withPool({ ($0.maximumConnections, $0.backoff) = (ModelRun.tellers, backoff) }) { pool in
            let desk = LedgerDesk(pool: pool)
            try await desk.open()
            try await body(desk)
        }
    }

    @Test(arguments: [Harm.terminate, .cancel])
    func `whatever is ended at random takes effect once or not at all`(harm: Harm) async throws {
        let run = Self.run()
        try await TestWorld.withDatabase { database in
            try await Self.withDesk(database) { desk in
                try await database.withConnection { connection in
                    try await Disturbance.during {
                        try await Disturbance.strike(
                            connection, by: harm.function, beside: desk, seed: run.seed)
                    } _: {
                        try await run.tell(desk)
                    }
                }
            }
        }
    }

    /// What is done to a backend.
    enum Harm: Sendable, CustomTestStringConvertible {
        case terminate, cancel

        var function: StaticString {
            switch self {
            case .terminate: "pg_terminate_backend"
            case .cancel: "pg_cancel_backend"
            }
        }

        var testDescription: String { "\(function)" }
    }

    @Test func `statements that run out of time take effect once or not at all`() async throws {
        let run = Self.run()
        try await TestWorld.withDatabase { database in
            try await Self.withDesk(database) { desk in
                var desk = desk
                desk.timeouts = [1, 2, 3, 5, 1000]
                try await run.tell(desk)
            }
        }
    }

    @Test func `a server that is killed loses nothing that was answered`() async throws {
        try await Self.withDurableCluster { cluster, database in
            let run = Self.run()
            try await Self.withDesk(database) { desk in
                try await Disturbance.during {
                    while !Task.isCancelled {
                        try await desk.replies(more: 200)
                        try await cluster.crash()
                        try await cluster.start()
                    }
                } _: {
                    try await run.tell(desk)
                }
            }
        }
    }

    /// As on a full disk, no further file of WAL can be made, on which the server ends at once; here because it may not
    /// write to the folder.
    @Test func `a server that can't write its log any more loses nothing that was answered`() async throws {
        try await Self.withDurableCluster { cluster, database in
            let run = Self.run()
            let log = cluster.path("data/pg_wal")
            try await Self.withDesk(database) { desk in
                try await Disturbance.during {
                    while !Task.isCancelled {
                        try await desk.replies(more: 200)
                        try await Shell.runAsServer("chmod", ["500", log])
                        let postmaster = try await cluster.postmaster()
                        await Self.useUpTheLog(database)
                        while kill(postmaster, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
                        try await Shell.runAsServer("chmod", ["700", log])
                        try await cluster.start()
                    }
                } _: {
                    try await run.tell(desk)
                }
            }
        }
    }

    /// Turns to the next file of WAL until there is none.
    private static func useUpTheLog(_ database: TestDatabase) async {
        while true {
            do {
                try await database.withConnection { connection in
                    while true {
                        _ = try await connection.query(
                            "select pg_switch_wal(), pg_logical_emit_message(true, 'x', 'x')")
                    }
                }
            } catch {
                guard (error as? PostgresError)?.connectionIsUsable == true else { return }
            }
        }
    }

    private static func withDurableCluster(
        _ body: (PrivateCluster, TestDatabase) async throws -> Void
    ) async throws {
        let settings = [
            "fsync = on", "synchronous_commit = on", "full_page_writes = on", "max_connections = 60",
            "max_wal_size = 64MB", "min_wal_size = 32MB", "restart_after_crash = off",
        ]
        try await TestCluster.withPrivate(with: .thin, settings: settings) { cluster in
            try await body(cluster, TestDatabase(name: "postgres", conninfo: cluster.conninfo))
        }
    }
}
