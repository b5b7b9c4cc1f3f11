internal import Postgres

/// Runs scripts on one connection, statement by statement.
struct Execution: Sendable {
    let connection: Connection
    let target: ConnectionTarget
    let watch: BlockWatch
    /// What the server says its process id is, which a pooler may not tell.
    let backendPID: String
    let options: Runner.Options
    /// Where the history is kept.
    var home: HistoryHome { options.home }
    /// The run's number in the history.
    let run: String?
    let progress: @Sendable (RunnerEvent) -> Void
    /// Who sees which locks are taken; nobody outside a rehearsal.
    var audit: LockAudit?

    /// Runs a script's statements in what is open on the connection.
    func run(_ statements: [Statement]) async throws(MigratorError) {
        for statement in statements { try await run(statement) }
    }

    /// Runs one statement in one simple query.
    func run(_ statement: Statement) async throws(MigratorError) {
        _ = try await results(of: statement)
    }

    /// Runs one statement in one simple query, and returns what the server answered.
    func results(of statement: Statement) async throws(MigratorError) -> [QueryResult] {
        watch.begin(statement.file.path)
        defer { watch.end() }
        do {
            guard let rows = statement.rows else { return try await connection.script(statement.text) }
            _ = try await connection.copyIn(Query(unsafeText: statement.text), from: RowChunks(rows))
            return []
        } catch let error as PostgresError {
            throw Self.failure(of: statement, error)
        } catch {
            preconditionFailure("reading rows throws nothing")
        }
    }

    /// Runs SQL of the migrator's own for a file, by the simple protocol: a file may have dropped whatever was
    /// prepared, and several statements are one trip.
    @discardableResult
    func script(_ sql: String, for file: SourceFile) async throws(MigratorError) -> [QueryResult] {
        do throws(PostgresError) {
            return try await connection.script(sql)
        } catch {
            throw Self.failure(in: file, error)
        }
    }

    /// Undoes what is open, even if the task is cancelled. On a lost connection the server does it.
    func rollBack() async {
        let connection = connection
        await Task { _ = try? await connection.script("rollback") }.value
    }

    /// Turns a failure's position in a statement into one in the file.
    private static func failure(of statement: Statement, _ error: PostgresError) -> MigratorError {
        var error = error
        let offset = error.position.map(statement.fileOffset(ofCharacter:)) ?? statement.offset
        let before = Array(statement.file.sql.utf8)[..<min(offset, statement.file.sql.utf8.count)]
        error.position = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        return failure(in: statement.file, error)
    }

    static func failure(in file: SourceFile, _ error: PostgresError) -> MigratorError {
        // A backend that was terminated says so before it hangs up.
        guard error.connectionIsUsable else { return .connection(error) }
        if error.state == .queryCancelled, Task.isCancelled { return .cancelled(path: file.path) }
        return .failed(file: file, error)
    }
}

/// Rows for COPY, in slices.
private struct RowChunks: AsyncSequence {
    private static let size = 1 << 20
    private let rows: [UInt8]

    init(_ rows: [UInt8]) {
        self.rows = rows
    }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>

        mutating func next() async -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(RowChunks.size) }
            return Array(rest.prefix(RowChunks.size))
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: rows[...]) }
}
