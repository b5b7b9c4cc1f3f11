import Postgres
import Synchronization
import Testing
import Thin

/// When the catalogue is read.
@Suite(.service, .timeLimit(.minutes(5))) struct CatalogueCacheTests {
    @Test func `those who come before it was ever read wait for one reading`() async throws {
        let database = try TestWorld.current.database
        try await database.withPool { pool in
            let loads = Mutex(0)
            let cache = CatalogueCache(pool, target: database.target) { observation in
                if case .catalogueLoaded = observation { loads.withLock { $0 += 1 } }
            }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await !cache.current().functions.isEmpty }
                }
                for try await isThere in group { #expect(isThere) }
            }
            #expect(loads.withLock { $0 } == 1)
        }
    }

    @Test func `whoever gives up leaves the others their reading`() async throws {
        let database = try TestWorld.current.database
        try await database.withPool { pool in
            let cache = CatalogueCache(pool, target: database.target) { _ in }
            try await database.withConnection { blocker in
                _ = try await blocker.script("begin; lock table ops.error_codes in access exclusive mode")
                let impatient = Task { try await cache.current() }
                let patient = Task { try await cache.current() }
                // Another connection: within a transaction what others do is seen as of the first look.
                try await database.withConnection {
                    try await $0.eventuallySees("lock table ops.error_codes in access share", running: true)
                }
                impatient.cancel()
                let error = await #expect(throws: PostgresError.self) { try await impatient.value }
                #expect(error?.state == "57014")
                _ = try await blocker.script("rollback")
                #expect(try await !patient.value.functions.isEmpty)
            }
        }
    }

    @Test func `a reading that fails keeps nobody from the next`() async throws {
        try await TestWorld.withDatabase { database in
            try await database.withPool {
                $0.acquireTimeout = .seconds(1)
            } _: { pool in
                let cache = CatalogueCache(pool, target: database.target) { _ in }
                try await Self.rename(database.name, to: "\(database.name)_away")
                await #expect(throws: PostgresError.self) { try await cache.current() }
                try await Self.rename("\(database.name)_away", to: database.name)
                try await eventually { (try? await cache.current()) != nil }
            }
        }
    }

    private static func rename(_ name: String, to other: String) async throws {
        try await TestWorld.current.database.withConnection { connection in
            _ = try await connection.query(
                "alter database \(identifier: Identifier(name)) rename to \(identifier: Identifier(other))")
        }
    }
}
