public import Postgres

/// Why nothing, or nothing more, was installed. Whatever had been committed before stays.
public enum MigratorError: Error, Sendable {
    /// The folder holds no SQL of the expected shape.
    case emptyProject(folder: String)
    /// A file under `migrations/` isn't named `<14 digits>_<name>.sql`.
    case badFileName(path: String)
    /// A name for a new migration isn't snake case.
    case badMigrationName(name: String)
    /// A schema's name leaves no room for that of its history.
    case badSchemaName(name: String)
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
    /// An applied migration's file has another name.
    case renamedMigration(path: String, appliedAs: String)
    /// A file under `revert/` or `verify/` that no migration is named like.
    case strayFile(path: String)
    /// A migration is to be taken back and nobody wrote how.
    case noRevert(path: String)
    /// A baseline is to be set where migrations have been applied.
    case historyNotEmpty(newestApplied: String)
    /// There can be no database to rehearse in.
    case noScratch(String)
    /// A program that is needed isn't there or failed.
    case program(name: String, String)
    /// Something in another tool's file that can't be taken over.
    case badImport(path: String, line: Int, message: String)
    /// Another tool's history can't be taken for what has been applied.
    case badForeignHistory(String)
    /// No run has written down what it left.
    case noCatalogue
    /// A version that no migration has.
    case unknownVersion(String)
    /// Something in a file that can't be run; nothing was.
    case badFile(FileError)
    /// Code objects that require each other.
    case circularRequirements(paths: [String])
    /// A file that runs outside a transaction was changed after some of its statements were done.
    case changedMidway(path: String, ordinal: Int)
    /// The history is of a version that this migrator doesn't know.
    case newerHistory(version: Int)
    /// A pooler hands the session on between transactions.
    case pooled
    /// The task was cancelled, or took longer than allowed; what was open was rolled back.
    case cancelled(path: String?)
    /// A statement outside a transaction failed; the ones before it stay done.
    case partlyApplied(file: SourceFile, done: Int, PostgresError)
    /// A file didn't get a lock, however often it was tried; it was rolled back.
    case blocked(file: SourceFile, PostgresError, by: [Blocker], attempts: Int)
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
        case .emptyProject, .badFileName, .badMigrationName, .badSchemaName, .duplicateVersion, .unreadableFile,
            .unwritableFile,
            .badFile, .circularRequirements, .unknownVersion, .strayFile, .noRevert, .badImport, .noScratch:
            2
        case .changedMigration, .missingMigration, .outOfOrder, .renamedMigration, .changedMidway, .historyNotEmpty,
            .badForeignHistory:
            4
        case .locked: 5
        case .failed, .cancelled: 6
        case .partlyApplied: 7
        case .connection, .pooled: 9
        case .blocked: 10
        case .bookkeeping, .newerHistory, .noCatalogue, .program: 1
        }
    }

    /// What of it may be kept in the database: no data, no text of anybody's.
    var note: String {
        switch self {
        case .failed(let file, let error), .partlyApplied(let file, _, let error), .blocked(let file, let error, _, _):
            "\(error.state) \(file.path)"
        case .cancelled(let path): "cancelled \(path ?? "")"
        case .connection(let error), .bookkeeping(let error): "\(error.state)"
        default: "exit \(exitCode)"
        }
    }
}
