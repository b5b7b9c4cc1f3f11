import Foundation
import Postgres
import Synchronization
import Testing

/// What has been answered is there after a crash.
@Suite(.timeLimit(.minutes(5))) struct CrashTests {
    /// What callers were told: ids of reservations, and whether each was confirmed.
    final class Told: Sendable {
        let reservations = Mutex<[String: Bool]>([:])
        var count: Int { reservations.withLock { $0.count } }
    }

    @Test func `after a crash of PostgreSQL every answered call is there and the service goes on by itself`()
        async throws
    {
        try await Self.withDurableCluster { cluster in
            try await TestService.with(conninfo: cluster.conninfo, poolSize: 16) { service in
                let world = Self.world(cluster, service)
                let user = try await world.makeUser(credits: "1000000")
                let told = Told()
                try await Self.underLoad(service, user, told) {
                    try await eventually { told.count > 200 }
                    try await cluster.crash()
                    try await cluster.start()
                    let before = told.count
                    // The loops go on by themselves once the service has found its database again.
                    try await eventually { told.count > before + 50 }
                }
                try await Self.expectAllThere(world, told)
            }
        }
    }

    @Test func `after a crash of the service every answered call is there`() async throws {
        try await Self.withDurableCluster { cluster in
            let first = try await TestService.start(conninfo: cluster.conninfo, poolSize: 16)
            let user = try await Self.world(cluster, first).makeUser(credits: "1000000")
            let told = Told()
            try await Self.underLoad(first, user, told) {
                try await eventually { told.count > 200 }
                first.process.signal(SIGKILL)
                let status = try await first.process.wait()
                #expect(status == 128 + SIGKILL)
            }
            try await TestService.with(conninfo: cluster.conninfo) { second in
                try await Self.expectAllThere(Self.world(cluster, second), told)
            }
        }
    }

    private static func withDurableCluster(_ body: (PrivateCluster) async throws -> Void) async throws {
        let settings = ["fsync = on", "synchronous_commit = on", "full_page_writes = on", "max_connections = 60"]
        try await TestCluster.withPrivate(with: .thin, settings: settings) { cluster in
            try await body(cluster)
        }
    }

    private static func world(_ cluster: PrivateCluster, _ service: TestService) -> TestWorld {
        TestWorld(database: TestDatabase(name: "postgres", conninfo: cluster.conninfo), service: service)
    }

    /// Runs 16 callers beside `body`. Each reserves and confirms with keys and tries again under the same key until
    /// it is told how it went.
    private static func underLoad(
        _ service: TestService, _ user: String, _ told: Told, _ body: () async throws -> Void
    ) async throws {
        let token = try await TestTokens.service()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    while !Task.isCancelled { await pair(service, user, token, told) }
                }
            }
            try await body()
            group.cancelAll()
        }
    }

    private static func pair(_ service: TestService, _ user: String, _ token: String, _ told: Told) async {
        let key = UUID().uuidString
        guard
            let reserved = await insist(
                service, "reserve", token,
                #"{"user_id":"\#(user)","amount":1,"job_type":"story","idempotency_key":"\#(key)"}"#),
            let id = try? reserved.member("id")
        else { return }
        told.reservations.withLock { $0[id] = false }
        let body = #"{"user_id":"\#(user)","reservation_id":"\#(id)","idempotency_key":"\#(key)"}"#
        guard let confirmed = await insist(service, "confirm", token, body) else { return }
        let confirmedID = try? confirmed.member("id")
        #expect(confirmedID == id)
        told.reservations.withLock { $0[id] = true }
    }

    /// Asks until there is an answer; nil when the load ends first.
    private static func insist(
        _ service: TestService, _ function: String, _ token: String, _ body: String
    ) async -> Answer? {
        while !Task.isCancelled {
            if let answer = try? await service.call(function, body, token: token), answer.status < 500 {
                #expect(answer.status == 200, "\(answer.text)")
                return answer.status == 200 ? answer : nil
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    private static func expectAllThere(_ world: TestWorld, _ told: Told) async throws {
        let told = told.reservations.withLock { $0 }
        let stored = try await world.database.withConnection { connection in
            let rows = try await connection.query("select id::text, status from credits.reservations")
            return Dictionary(
                uniqueKeysWithValues: (0..<rows.rowCount).map { (rows.text($0, 0) ?? "", rows.text($0, 1) ?? "") })
        }
        for (id, isConfirmed) in told {
            #expect(stored[id] != nil)
            if isConfirmed { #expect(stored[id] == "confirmed") }
        }
        try await world.expectSound()
    }
}
