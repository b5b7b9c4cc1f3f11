package import Postgres
internal import Synchronization

/// What `ops.metrics` says, kept for some seconds: however often somebody asks, the database is asked by one at a time,
/// and seldom enough that it takes a twentieth of its time at most.
package final class DatabaseFigures: Sendable {
    /// How long an answer is good for, at least.
    static let freshness: Duration = .seconds(5)
    /// How much longer than it took to come.
    static let rarity = 20
    /// Longest a scrape waits for it.
    static let patience: Duration = .seconds(2)

    private struct Guarded {
        var families: [MetricFamily] = []
        var goodUntil: ContinuousClock.Instant?
        var asking: Task<[MetricFamily]?, Never>?
    }

    private let pool: ConnectionPool
    private let guarded = Mutex(Guarded())

    package init(pool: ConnectionPool) {
        self.pool = pool
    }

    /// The figures; nil when the database gives none in time.
    package func families() async -> [MetricFamily]? {
        let asking = guarded.withLock { guarded -> Task<[MetricFamily]?, Never>? in
            if let until = guarded.goodUntil, until > .now { return nil }
            let asking = guarded.asking ?? Task { await ask() }
            guarded.asking = asking
            return asking
        }
        guard let asking else { return guarded.withLock { $0.families } }
        return await asking.value
    }

    private func ask() async -> [MetricFamily]? {
        let start = ContinuousClock.now
        let families = await withTaskGroup(of: [MetricFamily]?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await self.read() }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            return await group.next() ?? nil
        }
        let took = ContinuousClock.now - start
        guarded.withLock { guarded in
            guarded.asking = nil
            guarded.families = families ?? []
            guarded.goodUntil = families == nil ? nil : .now + max(Self.freshness, took * Self.rarity)
        }
        return families
    }

    private func read() async -> [MetricFamily]? {
        let rows = try? await pool.query(
            "select m.name, m.help, m.labels, m.value from ops.metrics() m",
            under: ["statement_timeout": "2s", "role": "service_role"])
        guard let rows else { return nil }
        var families: [MetricFamily] = []
        for row in 0..<rows.rowCount {
            guard let name = rows.text(row, 0), let value = rows.text(row, 3) else { continue }
            let sample = MetricFamily.Sample(labels: rows.text(row, 2) ?? "", value: value)
            if families.last?.name == name {
                families[families.count - 1].samples.append(sample)
            } else {
                families.append(MetricFamily(name, rows.text(row, 1) ?? "", .gauge, [sample]))
            }
        }
        return families + (await replication())
    }

    /// How far standbys are behind: shown to those who may see all statistics, which the login was granted or not. None
    /// of Thin's own roles has that right.
    private func replication() async -> [MetricFamily] {
        let rows = try? await pool.query(
            """
            select r.application_name, max(pg_wal_lsn_diff(
                case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end, r.replay_lsn))
            from pg_stat_replication r
            where r.replay_lsn is not null
            group by r.application_name
            """, under: ["statement_timeout": "2s", "role": "pg_read_all_stats"])
        guard let rows, rows.rowCount > 0 else { return [] }
        let samples = (0..<rows.rowCount).map { row in
            MetricFamily.Sample(
                labels: MetricFamily.labels([("standby", rows.text(row, 0) ?? "")]), value: rows.text(row, 1) ?? "0")
        }
        return [
            MetricFamily(
                "thin_replication_lag_bytes", "What a standby has not replayed yet; needs pg_read_all_stats.", .gauge,
                samples)
        ]
    }
}
