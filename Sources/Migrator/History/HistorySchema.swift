internal import Postgres

/// The tables of a history's schema, and how those that an older version made become today's.
///
/// They change only here, a version at a time, and no version ever changes.
enum HistorySchema {
    /// What version n + 1 makes of version n.
    static func upgrades(in home: HistoryHome) -> [String] {
        let migrator = home.quoted
        return [
            """
            create schema if not exists \(migrator);
            comment on schema \(migrator) is '\(HistoryHome.comment)';
            create table if not exists \(migrator).migrations (
                version text not null constraint migrations_pkey primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default now(),
                applied_by text not null default session_user,
                duration_ms bigint not null
            );
            comment on table \(migrator).migrations is 'Applied migrations.';
            create table if not exists \(migrator).files (
                path text not null constraint files_pkey primary key,
                checksum text not null,
                installed_at timestamptz not null default now(),
                installed_by text not null default session_user
            );
            comment on table \(migrator).files is 'Installed files that are run again when they change.';
            """,
            """
            create table \(migrator).upgrades (
                version integer not null constraint upgrades_pkey primary key,
                upgraded_at timestamptz not null default now()
            );
            comment on table \(migrator).upgrades is 'Versions of this schema.';
            create table \(migrator).runs (
                id bigint not null generated always as identity constraint runs_pkey primary key,
                verb text not null,
                started_at timestamptz not null default now(),
                started_by text not null default session_user,
                started_lsn pg_lsn,
                restore_point text,
                finished_at timestamptz,
                files integer not null default 0,
                failure text
            );
            comment on table \(migrator).runs is 'Runs that had something to do.';
            comment on column \(migrator).runs.restore_point is
                'Name for recovery_target_name, where the role may create one.';
            comment on column \(migrator).runs.failure is 'What it ended with: an SQLSTATE and a path, never data.';
            alter table \(migrator).migrations
                add column meaning text,
                add column before_lsn pg_lsn,
                add column run_id bigint,
                add column is_baseline boolean not null default false;
            comment on column \(migrator).migrations.meaning is
                'Checksum without comments and spaces; null where an older version applied it.';
            comment on column \(migrator).migrations.before_lsn is 'Where the log stood just before.';
            comment on column \(migrator).migrations.is_baseline is 'Taken for applied, without having been run.';
            create table \(migrator).journal (
                path text not null,
                ordinal integer not null,
                checksum text not null,
                state text not null
                    constraint journal_state_known check (state in ('running', 'failed', 'done')),
                invalid_indexes oid[] not null,
                started_at timestamptz not null default now(),
                finished_at timestamptz,
                constraint journal_pkey primary key (path, ordinal)
            );
            comment on table \(migrator).journal is
                'Statements of files that run outside a transaction, until the file is through.';
            comment on column \(migrator).journal.invalid_indexes is 'Indexes that were invalid before it began.';
            """,
            """
            create table \(migrator).objects (
                type text not null,
                identity text not null,
                path text not null,
                constraint objects_pkey primary key (type, identity)
            );
            create index objects_path_idx on \(migrator).objects (path);
            comment on table \(migrator).objects is 'Views and routines, and which file of code/ made them.';
            create table \(migrator).catalogue (
                type text not null,
                identity text not null,
                definition text not null,
                constraint catalogue_pkey primary key (type, identity)
            );
            comment on table \(migrator).catalogue is 'What there was after the last run, to compare with.';
            """,
            """
            alter table \(migrator).migrations add column is_shared boolean not null default false;
            comment on column \(migrator).migrations.is_shared is
                'Whether the history of Supabase''s tool has it, or had it when it was last compared.';
            """,
        ]
    }

    /// The version that this migrator makes.
    static let newest = 4
    /// The version from which on it is written down what a run leaves.
    static let catalogueVersion = 3

    /// Makes or upgrades the tables where that is due.
    ///
    /// - Returns: The version that they were of.
    /// - Throws: `MigratorError.newerHistory`; `.bookkeeping`.
    static func upgrade(on connection: Connection, in home: HistoryHome) async throws(MigratorError) -> Int {
        let found = try await MigratorError.bookkeeping { () async throws(PostgresError) in
            try await version(on: connection, in: home)
        }
        let upgrades = upgrades(in: home)
        precondition(upgrades.count == newest)
        guard found <= upgrades.count else { throw .newerHistory(version: found) }
        for version in found..<upgrades.count {
            let record = version == 0 ? "" : "insert into \(home.quoted).upgrades (version) values (\(version + 1));"
            try await MigratorError.bookkeeping { () async throws(PostgresError) in
                _ = try await connection.script("begin; \(upgrades[version]) \(record) commit;")
            }
        }
        return found
    }

    /// The tables' version; 0 where there are none.
    static func version(on connection: Connection, in home: HistoryHome) async throws(PostgresError) -> Int {
        let (files, upgrades) = ("\(home.quoted).files", "\(home.quoted).upgrades")
        let found = try await connection.query(
            "select to_regclass(\(files)) is not null, to_regclass(\(upgrades)) is not null")
        guard found.text(0, 0) == "t" else { return 0 }
        guard found.text(0, 1) == "t" else { return 1 }
        return try await connection.script(versionQuery(in: home)).first?.text(0, 0).flatMap { Int($0) } ?? 1
    }

    /// The query for the version, where it isn't the first.
    static func versionQuery(in home: HistoryHome) -> String {
        "select max(version) from \(home.quoted).upgrades"
    }
}

extension MigratorError {
    /// Runs what the migrator does for itself.
    static func bookkeeping<R>(
        _ body: () async throws(PostgresError) -> R
    ) async throws(MigratorError) -> R {
        do throws(PostgresError) {
            return try await body()
        } catch {
            if error.state == .queryCancelled, error.origin == .client { throw .cancelled(path: nil) }
            throw error.origin == .connection ? .connection(error) : .bookkeeping(error)
        }
    }
}
