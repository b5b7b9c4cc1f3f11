internal import Postgres

/// Sees the locks of a statement that can't be in a transaction, and so has let go of them when it is through.
///
/// One connection holds every table, so that the statement waits for the first one that it locks, which `pg_locks`
/// shows. Then a second connection takes hold of all the others, in a mode that both may hold at once, the first lets
/// go, and the statement comes as far as its next table. Neither ever waits for the statement, and when it waits for
/// anything else, or something fails, all is let go: so there is nothing that could hang.
struct LockWatch: Sendable {
    /// Pause between two looks.
    private static let pause: Duration = .milliseconds(5)
    /// How many looks in a row may find the statement waiting for what isn't a held table.
    private static let mostStrangeWaits = 100

    private let watcher: Connection
    private let holds: [TableHold]
    /// The session that is watched.
    private let backendPID: String

    /// Runs `body` and sees what the session locks meanwhile. What can't be seen keeps nothing from running.
    static func during<R: Sendable>(
        _ backendPID: String, at target: ConnectionTarget, holding tables: Set<HeldTable>, _ mode: TableHold.Mode,
        _ body: () async throws(MigratorError) -> R
    ) async -> (Result<R, MigratorError>, LockSighting) {
        var connections: [Connection] = []
        var sighting = LockSighting(isComplete: false)
        var watching: Task<LockSighting, Never>?
        do throws(PostgresError) {
            guard tables.count <= HeldTable.most else { throw .watchIsImpossible }
            for _ in 0..<3 { connections.append(try await Connection.connect(to: target)) }
            let watch = LockWatch(
                watcher: connections[0], holds: connections[1...].map { TableHold(connection: $0, mode: mode) },
                backendPID: backendPID)
            let areAllHeld = try await watch.holds[0].take(tables)
            watching = Task { await watch.run(tables, areAllHeld) }
        } catch {
            // It is run all the same, and told of as not seen.
        }
        let outcome = await Result { () async throws(MigratorError) in try await body() }
        watching?.cancel()
        if let watching { sighting = await watching.value }
        for connection in connections { await connection.close() }
        return (outcome, sighting)
    }

    /// Looks until the task is cancelled.
    private func run(_ tables: Set<HeldTable>, _ areAllHeld: Bool) async -> LockSighting {
        var (sighting, held, turn, strangeWaits) = (LockSighting(isComplete: areAllHeld), tables, 0, 0)
        let known = Dictionary(tables.map { ($0.oid, $0) }) { $1 }
        do {
            while true {
                let wish = try await look(at: known, &sighting)
                // A wait for a snapshot or a transaction is over soon, unless it is one of these.
                strangeWaits = wish != nil && wish?.table == nil ? strangeWaits + 1 : 0
                guard strangeWaits < Self.mostStrangeWaits else { break }
                if let table = wish?.table, held.remove(table) != nil {
                    if !held.isEmpty, try await !holds[1 - turn].take(held) { sighting.isComplete = false }
                    try await holds[turn].release()
                    turn = 1 - turn
                }
                try await Task.sleep(for: Self.pause)
            }
        } catch {
            // The statement is through, or there is no watching it.
        }
        // What is held no more while the statement still runs won't be seen.
        if !Task.isCancelled { sighting.isComplete = false }
        await Task { for hold in holds { try? await hold.release() } }.value
        return sighting
    }

    /// What the session waits for: a table, or something else.
    private struct Wish {
        let table: HeldTable?
    }

    private func look(at known: [String: HeldTable], _ sighting: inout LockSighting) async throws -> Wish? {
        let found = try await watcher.query(
            """
            select l.relation, l.mode, l.granted from pg_catalog.pg_locks l
            where l.pid = \(backendPID)::int and (l.locktype = 'relation' or not l.granted)
            """)
        var wish: Wish?
        for row in 0..<found.rowCount {
            let table = found.text(row, 0).flatMap { known[$0] }
            if let table, let mode = LockMode(catalogued: found.text(row, 1) ?? "") {
                sighting.locks.insert(LockSighting.Lock(table: table, mode: mode))
            }
            if found.text(row, 2) == "f" { wish = Wish(table: table) }
        }
        return wish
    }
}

extension PostgresError {
    /// There are too many tables to hold.
    fileprivate static var watchIsImpossible: PostgresError {
        PostgresError(state: .featureNotSupported, origin: .client, message: "too many tables")
    }
}
