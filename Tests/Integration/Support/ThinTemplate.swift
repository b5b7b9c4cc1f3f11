import Foundation
import Migrator
import Postgres

/// A database with Thin's SQL installed, made once and copied for every suite.
///
/// Its name tells the SQL's version, so that a later run of the tests finds it.
actor ThinTemplate {
    static let shared = ThinTemplate()

    /// The checkout's folder of SQL.
    static let sqlFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../sql").standardizedFileURL.path

    private var making: Task<String, any Error>?

    /// The template's name.
    func name() async throws -> String {
        let task = making ?? Task { try await Self.make() }
        making = task
        return try await task.value
    }

    /// Installs Thin's SQL into a database, as its superuser.
    @discardableResult
    static func install(into conninfo: String, from folder: String = sqlFolder) async throws -> Int {
        let target = ConnectionTarget(
            conninfo: conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10))
        let count = try await Runner(try Project(folder: folder), into: target, options: .init(role: "thin_owner")).up()
        // Tests ask more often than people do.
        let connection = try await Connection.connect(to: target)
        _ = try await connection.script(
            """
            do $$
            begin
                if to_regclass('ops.rates') is not null then
                    update ops.rates set requests = 1000000, period = '1 minute';
                end if;
            end
            $$
            """)
        await connection.close()
        return count
    }

    private static func make() async throws -> String {
        let project = try Project(folder: sqlFolder)
        let files = project.platform + project.migrations.map(\.file) + project.code
        // FNV-1a of the files' checksums; it only has to tell versions apart.
        let hash = files.map { $0.path + $0.checksum }.joined().utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        let name = "thin_template_\(String(hash, radix: 16))"
        let cluster = try TestCluster.shared
        let connection = try await Connection.connect(
            to: ConnectionTarget(
                conninfo: cluster.conninfo, applicationName: "thin-tests", connectTimeout: .seconds(10)))
        if try await connection.query("select from pg_database where datname = \(name)").rowCount == 0 {
            try await TestDatabase.with { database in
                try await install(into: database.conninfo)
                let old = Identifier(database.name)
                do {
                    _ = try await connection.query(
                        "alter database \(identifier: old) rename to \(identifier: Identifier(name))")
                } catch let error as PostgresError where error.state == "42P04" {
                    // Another run of the tests was faster; this copy is dropped.
                }
            }
        }
        await connection.close()
        return name
    }
}
