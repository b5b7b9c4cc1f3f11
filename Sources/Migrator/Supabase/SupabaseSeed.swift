internal import Postgres

/// What Supabase's own tool writes down of seeds that it has run: their paths and the digests of their bytes.
///
/// Source: github.com/supabase/cli, `pkg/migration/history.go` and `file.go`.
enum SupabaseSeed {
    /// The folder that the tool calls its project's, whatever it is called here.
    private static let folder = "supabase/"

    /// Reads the digests, by the path below the project's folder; empty where the tool has made no table.
    static func read(from connection: Connection) async throws(PostgresError) -> [String: String] {
        let table = try await connection.query("select to_regclass('supabase_migrations.seed_files') is not null")
        guard table.text(0, 0) == "t" else { return [:] }
        let rows = try await connection.query("select path, hash from supabase_migrations.seed_files")
        let seeds = (0..<rows.rowCount).compactMap { row -> (String, String)? in
            guard let path = rows.text(row, 0), path.hasPrefix(folder), let hash = rows.text(row, 1) else { return nil }
            return (String(path.dropFirst(folder.count)), hash)
        }
        return Dictionary(seeds) { $1 }
    }

    /// The statements that write down that one was run, in the way in which the tool does it.
    static func record(_ path: String, digest: String) -> String {
        """
        create schema if not exists supabase_migrations;
        create table if not exists supabase_migrations.seed_files (path text not null primary key, hash text not null);
        insert into supabase_migrations.seed_files (path, hash)
        values (\(Literal.quoted(folder + path)), \(Literal.quoted(digest)))
        on conflict (path) do update set hash = excluded.hash
        """
    }
}
