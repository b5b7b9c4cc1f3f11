internal import Foundation
internal import Postgres

/// A row of the history that Supabase's own tool keeps.
///
/// Source: github.com/supabase/cli, `pkg/migration/history.go` and `file.go`.
struct SupabaseRecord: Sendable, Hashable {
    /// 14 digits, as the file's name begins.
    let version: String
    /// What the file's name says after the version; empty where an older version of the tool wrote the row.
    let name: String
    /// The file's statements, where they are known and asked for.
    let statements: [String]?

    /// The tables that the tool makes, in the way in which it makes them.
    static let preparation = """
        create schema if not exists supabase_migrations;
        create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
        alter table supabase_migrations.schema_migrations add column if not exists statements text[];
        alter table supabase_migrations.schema_migrations add column if not exists name text;
        """

    /// Reads all of them; nil where the tool has made no table yet.
    ///
    /// - Parameter known: Versions whose statements nobody has to know.
    static func read(
        from connection: Connection, knowing known: Set<String>
    ) async throws(PostgresError) -> [SupabaseRecord]? {
        let table = try await connection.query(
            "select to_regclass('supabase_migrations.schema_migrations') is not null")
        guard table.text(0, 0) == "t" else { return nil }
        let versions = known.sorted().map { Literal.quoted($0) }.joined(separator: ", ")
        let answers = try await connection.script(
            """
            select s.version, coalesce(pg_catalog.to_jsonb(s) ->> 'name', ''),
                case when s.version <> all (array[\(versions)]::text[])
                    then pg_catalog.to_jsonb(s) ->> 'statements' end
            from supabase_migrations.schema_migrations s order by s.version
            """)
        guard let rows = answers.first else { return [] }
        return (0..<rows.rowCount).map { row in
            SupabaseRecord(
                version: rows.text(row, 0) ?? "", name: rows.text(row, 1) ?? "",
                statements: rows.text(row, 2).flatMap {
                    try? JSONDecoder().decode([String].self, from: Data($0.utf8))
                })
        }
    }

    /// The statements that write the row of an applied migration, and note that it is there.
    static func record(_ migration: Migration, _ script: Script?, in home: HistoryHome) -> String {
        let statements = script.map { script in
            "array[\(script.statements.map { Literal.quoted($0.text) }.joined(separator: ", "))]::text[]"
        }
        return """
            insert into supabase_migrations.schema_migrations (version, name, statements)
            values (\(Literal.quoted(migration.version)), \(Literal.quoted(migration.name)), \(statements ?? "null"))
            on conflict (version) do nothing;
            update \(home.quoted).migrations set is_shared = true where version = \(Literal.quoted(migration.version))
            """
    }

    /// The statement that removes the row of a migration that was taken back.
    static func forget(_ version: String) -> String {
        "delete from supabase_migrations.schema_migrations where version = \(Literal.quoted(version))"
    }

    /// Whether the statements are those of a file, comments, spaces and semicolons aside; true where they aren't known.
    func says(what file: SourceFile) -> Bool {
        guard let statements else { return true }
        return Self.tokens(of: statements.joined(separator: ";\n")) == Self.tokens(of: file.sql)
    }

    private static func tokens(of sql: String) -> [ArraySlice<UInt8>] {
        let text = Array(sql.utf8)
        return Lexer.tokens(of: text).filter { ![.space, .comment, .semicolon].contains($0.kind) }.map {
            text[$0.range]
        }
    }
}
