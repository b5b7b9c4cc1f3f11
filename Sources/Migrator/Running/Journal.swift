internal import Postgres

/// How far a file has come that runs outside a transaction, kept over a connection of its own: the file may have
/// changed the other's role or settings.
struct Journal {
    /// A statement that was begun.
    struct Entry {
        let checksum: String
        let isDone: Bool
        /// Whether the server said that it failed; otherwise, if it isn't done, nobody knows.
        let hasFailed: Bool
        /// Indexes that were invalid before it began, as an array of oids.
        let invalidIndexes: String
    }

    let connection: Connection
    let path: String
    let home: HistoryHome

    /// What has been begun, by ordinal.
    func entries() async throws(PostgresError) -> [Int: Entry] {
        let found = try await connection.query(
            """
            select ordinal, checksum, state, invalid_indexes
            from \(identifier: home.identifier).journal where path = \(path)
            """)
        var entries: [Int: Entry] = [:]
        for row in 0..<found.rowCount {
            entries[Int(found.text(row, 0) ?? "") ?? 0] = Entry(
                checksum: found.text(row, 1) ?? "", isDone: found.text(row, 2) == "done",
                hasFailed: found.text(row, 2) == "failed", invalidIndexes: found.text(row, 3) ?? "{}")
        }
        return entries
    }

    /// A statement is about to run.
    func begin(_ ordinal: Int, _ checksum: String) async throws(PostgresError) {
        _ = try await connection.query(
            """
            insert into \(identifier: home.identifier).journal (path, ordinal, checksum, state, invalid_indexes)
            select \(path), \(ordinal), \(checksum), 'running',
                array(select i.indexrelid from pg_catalog.pg_index i where not i.indisvalid)
            on conflict (path, ordinal) do update
            set checksum = excluded.checksum, state = 'running', started_at = now(), finished_at = null
            """)
    }

    /// The statement that writes down that one went well, for the transaction that it is in.
    func completion(of ordinal: Int) -> String {
        """
        update \(home.quoted).journal set state = 'done', finished_at = pg_catalog.now()
        where path = \(Literal.quoted(path)) and ordinal = \(ordinal)
        """
    }

    /// It is over. Written even if the task is cancelled.
    func end(_ ordinal: Int, isDone: Bool) async throws(PostgresError) {
        let (connection, path, home) = (connection, path, home)
        let outcome = await Task {
            await Result { () async throws(PostgresError) in
                try await connection.query(
                    """
                    update \(identifier: home.identifier).journal
                    set state = \(isDone ? "done" : "failed"), finished_at = now()
                    where path = \(path) and ordinal = \(ordinal)
                    """)
            }
        }.value
        _ = try outcome.get()
    }
}
