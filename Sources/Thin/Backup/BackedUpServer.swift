internal import Foundation
internal import Migrator
internal import Postgres

/// The server that is to be backed up, as it says of itself.
struct BackedUpServer: Sendable {
    /// What has to be known of it.
    struct Facts: Sendable {
        let majorVersion: Int
        let systemIdentifier: String
        /// Bytes of a segment of WAL.
        let segmentSize: UInt64
        /// Bytes of all databases whose size one may know.
        let size: Int64
        let isInRecovery: Bool
        let archives: Bool
        /// Its clock, in UTC.
        let now: String
    }

    /// libpq's connection string; empty for its `PG*` variables.
    let conninfo: String

    /// The connection string for a program, and what it has to find in its environment: arguments are seen by
    /// everybody on the machine, an environment by its user only.
    var forPrograms: (conninfo: String, password: String?) { ConnectionTarget.splittingPassword(conninfo) }

    /// Asks it.
    ///
    /// - Throws: `PostgresError` when it can't be reached.
    func facts() async throws -> Facts {
        let target = ConnectionTarget(
            conninfo: conninfo, applicationName: "thin backup", connectTimeout: ThinService.connectTimeout)
        let connection = try await Connection.connect(to: target)
        let answer = await Result { () async throws(PostgresError) in try await connection.query(Self.question) }
        await connection.close()
        let row = try answer.get()
        let text = { (column: String) in row.text(0, column) ?? "" }
        return Facts(
            majorVersion: connection.serverVersion / 10_000, systemIdentifier: text("system_identifier"),
            segmentSize: UInt64(text("segment_size")) ?? 0, size: Int64(text("size")) ?? 0,
            isInRecovery: text("is_in_recovery") == "t", archives: text("archive_mode") != "off", now: text("now"))
    }

    private static let question: Query = """
        select
            (select c.system_identifier from pg_catalog.pg_control_system() c) as system_identifier,
            (select s.setting from pg_catalog.pg_settings s where s.name = 'wal_segment_size') as segment_size,
            (
                select sum(pg_catalog.pg_database_size(d.oid))::bigint
                from pg_catalog.pg_database d
                where
                    pg_catalog.has_database_privilege(d.oid, 'connect')
                    or pg_catalog.pg_has_role('pg_read_all_stats', 'usage')
            ) as size,
            pg_catalog.pg_is_in_recovery() as is_in_recovery,
            pg_catalog.current_setting('archive_mode') as archive_mode,
            pg_catalog.to_char(
                pg_catalog.clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
            ) as now
        """
}
