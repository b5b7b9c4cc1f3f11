/// Why the private cluster can't be had.
public enum EmbeddedError: Error, CustomStringConvertible, Sendable {
    /// No PostgreSQL of a version that is supported is installed.
    case noServer
    /// A program isn't there or can't be started.
    case cannotRun(String)
    /// A program failed; what it printed.
    case failed(String, String)
    /// The data directory belongs to a version that isn't installed.
    case otherVersion(directory: String, version: String, installed: [String])
    /// The data directory holds something else.
    case notACluster(directory: String)
    /// No server runs on the data directory.
    case notRunning(directory: String)
    /// The folder with the SQL isn't found.
    case noSQL(String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noServer: "no PostgreSQL 15 or later is installed; run 'make setup', or apt-get install postgresql"
        case .cannotRun(let path): "\(path) can't be run; is PostgreSQL installed?"
        case .failed(let path, let output): "\(path) failed:\n\(output)"
        case .otherVersion(let directory, let version, let installed):
            "\(directory) was made by PostgreSQL \(version), but installed is \(installed.joined(separator: ", ")); "
                + "install PostgreSQL \(version), or start afresh with --reset, which deletes the data"
        case .notACluster(let directory):
            "\(directory) is not empty and no PostgreSQL data directory; choose another with --data-dir"
        case .notRunning(let directory): "no thin dev runs on \(directory); name its folder with --data-dir"
        case .noSQL(let folder):
            "\(folder) holds no migrations; run from the checkout or name the folder with --sql-dir"
        }
    }
}
