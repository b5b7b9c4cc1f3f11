internal import Postgres

/// What has been installed, kept in the database itself.
struct History: Sendable {
    /// Checksums of applied migrations, by version, with their names.
    var migrations: [(version: String, name: String, checksum: String)]
    /// Checksums of installed files of `platform/`, `code/` and `seeds/`, by path.
    var files: [String: String]

    /// Makes the history's tables where they aren't there.
    static let schema = """
        create schema if not exists migrator;
        comment on schema migrator is 'What migrator has installed.';
        create table if not exists migrator.migrations (
            version text not null constraint migrations_pkey primary key,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now(),
            applied_by text not null default session_user,
            duration_ms bigint not null
        );
        comment on table migrator.migrations is 'Applied migrations.';
        create table if not exists migrator.files (
            path text not null constraint files_pkey primary key,
            checksum text not null,
            installed_at timestamptz not null default now(),
            installed_by text not null default session_user
        );
        comment on table migrator.files is 'Installed files that are run again when they change.';
        """

    /// Reads it; empty where nothing has been installed yet.
    static func read(from connection: Connection) async throws(PostgresError) -> History {
        let exists = try await connection.query("select to_regclass('migrator.files') is not null")
        guard exists.text(0, 0) == "t" else { return History(migrations: [], files: [:]) }
        let applied = try await connection.query(
            "select version, name, checksum from migrator.migrations order by version")
        let files = try await connection.query("select path, checksum from migrator.files")
        return History(
            migrations: (0..<applied.rowCount).map { row in
                (applied.text(row, 0) ?? "", applied.text(row, 1) ?? "", applied.text(row, 2) ?? "")
            },
            files: Dictionary(
                uniqueKeysWithValues: (0..<files.rowCount).map { row in
                    (files.text(row, 0) ?? "", files.text(row, 1) ?? "")
                })
        )
    }

    /// The statement that records an applied migration.
    static func record(_ migration: Migration, took duration: Duration) -> Query {
        """
        insert into migrator.migrations (version, name, checksum, duration_ms)
        values (\(migration.version), \(migration.name), \(migration.file.checksum),
            \(duration.milliseconds)::bigint)
        """
    }

    /// The statement that records an installed file.
    static func record(_ file: SourceFile) -> Query {
        """
        insert into migrator.files (path, checksum) values (\(file.path), \(file.checksum))
        on conflict (path) do update
        set checksum = excluded.checksum, installed_at = now(), installed_by = session_user
        """
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
