/// Why a backup, or a restore, can't be made.
public enum BackupError: Error, CustomStringConvertible, Sendable {
    /// A server runs as another user than root, and so do those who write what it reads.
    case isRoot
    /// There is no repository in a folder.
    case noRepository(String)
    /// A folder has a repository already.
    case repositoryExists(String)
    /// A file that has to be there is missing or isn't what it should be.
    case unreadable(String)
    /// A file can't be written; the system's reason.
    case unwritable(String, String)
    /// An encryption is neither `age:…` nor `gpg:…`.
    case unknownEncryption(String)
    /// Encrypted files are to be read, without the key.
    case noIdentity
    /// A program isn't there.
    case noProgram(String)
    /// A program failed; what it printed.
    case failed(String, String)
    /// Programs of the server's version aren't installed.
    case noServerPrograms(version: Int, installed: [Int])
    /// Something else makes a backup in the same repository.
    case busy(String)
    /// The server can't be backed up as it is configured; what to do.
    case unsuitable(String)
    /// There is less room than is needed, in bytes.
    case noSpace(folder: String, needed: Int64, free: Int64)
    /// After a backup the repository lacks a segment that it needs.
    case notArchived(segment: String, repository: String)
    /// A name that isn't one of a file that a server archives.
    case unknownSegment(String)
    /// A segment is there already, with other contents.
    case otherContents(segment: String)
    /// A file's contents aren't those that were archived.
    case corrupt(String)
    /// A text is no time.
    case noTime(String)
    /// A time that hasn't come.
    case future(String)
    /// There is no backup, or none of that name.
    case noBackup(String)
    /// A time before all backups; when the oldest one ends, if there is one.
    case tooEarly(moment: String, oldest: String?)
    /// A folder to restore to has something in it.
    case notEmpty(String)
    /// The archive ends before the time asked for, after what was committed last.
    case endsEarlier(moment: String, last: String?)
    /// The server stopped while it recovered; the end of its log.
    case recoveryFailed(String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .isRoot:
            "not as root: run as the user that runs PostgreSQL, e.g. 'runuser -u postgres -- thin …'"
        case .noRepository(let folder):
            "\(folder) holds no backups; make a repository with 'thin backups init --repository \(folder)'"
        case .repositoryExists(let folder): "\(folder) is a repository of backups already"
        case .unreadable(let path): "\(path) can't be read"
        case .unwritable(let path, let reason): "\(path) can't be written: \(reason)"
        case .unknownEncryption(let text):
            "'\(text)' is no encryption: age:<public key>, or gpg:<key's id or address>"
        case .noIdentity: "the backups are encrypted with age; name the file of the private key with --identity"
        case .noProgram(let name): "\(name) isn't installed"
        case .failed(let name, let output): "\(name) failed:\n\(output)"
        case .noServerPrograms(let version, let installed):
            "this is of PostgreSQL \(version), but installed is \(Self.list(installed)); install PostgreSQL \(version)"
        case .busy(let folder): "another backup into \(folder) is being made"
        case .unsuitable(let advice): advice
        case .noSpace(let folder, let needed, let free):
            "\(folder) has too little room: \(Self.megabytes(needed)) MB are needed, \(Self.megabytes(free)) MB are free"
        case .notArchived(let segment, let repository):
            "segment \(segment) isn't in the repository: set archive_command = "
                + "'thin archive-wal --repository \(repository) %p'"
        case .unknownSegment(let name): "'\(name)' is no name of a file that a server archives"
        case .otherContents(let segment):
            "\(segment) is archived with other contents; do two servers archive into this repository?"
        case .corrupt(let path): "\(path) isn't what was written there"
        case .noTime(let text): "'\(text)' is no time; one is 2026-11-22 14:05:00+00, in UTC where it names no zone"
        case .future(let text): "\(text) hasn't come yet"
        case .noBackup(let name): name.isEmpty ? "there is no backup yet" : "there is no backup \(name)"
        case .tooEarly(let moment, let oldest):
            oldest.map { "\(moment) is before the first backup that is kept, which ended at \($0)" }
                ?? "there is no backup yet"
        case .notEmpty(let folder): "\(folder) isn't empty; choose another folder with --data-dir"
        case .endsEarlier(let moment, let last):
            "nothing is archived of \(moment) or later\(last.map { "; the last commit was at \($0)" } ?? ""); "
                + "without --to everything archived is restored"
        case .recoveryFailed(let log): "PostgreSQL gave up recovering:\n\(log)"
        }
    }

    private static func list(_ versions: [Int]) -> String {
        versions.isEmpty ? "none" : versions.sorted().map { String($0) }.joined(separator: ", ")
    }

    private static func megabytes(_ bytes: Int64) -> Int64 { (bytes + 999_999) / 1_000_000 }
}
