internal import Postgres

extension Runner {
    /// An applied migration, and how to recover to just before it.
    ///
    /// - Throws: `MigratorError.unknownVersion` when it isn't applied.
    public func recovery(before version: String) async throws(MigratorError) -> Recovery {
        let home = options.home
        let found = try await connected { connection throws(MigratorError) in
            try await MigratorError.bookkeeping { () async throws(PostgresError) -> Recovery? in
                let schema = try await HistorySchema.version(on: connection, in: home)
                guard schema > 0 else { return nil }
                let row = try await connection.query(
                    schema > 1 ? Self.row(version, in: home.identifier) : Self.oldRow(version, in: home.identifier))
                guard row.rowCount > 0 else { return nil }
                return Recovery(
                    version: version, name: row.text(0, 0) ?? "", appliedAt: row.text(0, 1) ?? "",
                    appliedBy: row.text(0, 2) ?? "", isBaseline: row.text(0, 3) == "t", lsn: row.text(0, 4),
                    restorePoint: row.text(0, 5))
            }
        }
        guard let found else { throw .unknownVersion(version) }
        return found
    }

    private static func row(_ version: String, in home: Identifier) -> Query {
        """
        select m.name, m.applied_at, m.applied_by, m.is_baseline, m.before_lsn, r.restore_point
        from \(identifier: home).migrations m left join \(identifier: home).runs r on r.id = m.run_id
        where m.version = \(version)
        """
    }

    private static func oldRow(_ version: String, in home: Identifier) -> Query {
        """
        select m.name, m.applied_at, m.applied_by, false, null, null
        from \(identifier: home).migrations m where m.version = \(version)
        """
    }
}
