public import Postgres

/// Why nothing, or nothing more, was installed. Whatever had been committed before stays.
public enum MigratorError: Error, Sendable {
    /// The folder holds no SQL of the expected shape.
    case emptyProject(folder: String)
    /// A file under `migrations/` isn't named `<14 digits>_<name>.sql`.
    case badFileName(path: String)
    /// A name for a new migration isn't snake case.
    case badMigrationName(name: String)
    /// Two migrations have one version.
    case duplicateVersion(version: String, paths: [String])
    /// A file isn't readable UTF-8.
    case unreadableFile(path: String)
    /// A file can't be written.
    case unwritableFile(path: String)
    /// An applied migration's file has changed since.
    case changedMigration(path: String)
    /// An applied migration has no file any more.
    case missingMigration(version: String, name: String)
    /// A pending migration is older than an applied one.
    case outOfOrder(path: String, newestApplied: String)
    /// Another runner held the lock for all of the time allowed.
    case locked(backendPID: String?)
    /// The server couldn't be reached or the connection was lost.
    case connection(PostgresError)
    /// A file's SQL failed; its transaction was rolled back.
    case failed(file: SourceFile, PostgresError)
    /// A statement of the migrator itself failed.
    case bookkeeping(PostgresError)

    /// The exit code of the command that ends with this error.
    public var exitCode: Int32 {
        switch self {
        case .emptyProject, .badFileName, .badMigrationName, .duplicateVersion, .unreadableFile, .unwritableFile: 2
        case .changedMigration, .missingMigration, .outOfOrder: 4
        case .locked: 5
        case .failed: 6
        case .connection: 9
        case .bookkeeping: 1
        }
    }
}
