import ArgumentParser
import Thin

/// `thin archive-wal`
struct ArchiveWAL: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive-wal",
        abstract: "Archives a file of the server's log; for archive_command.",
        discussion: """
            Succeeds once the file is on the disk, packed and, if the repository is, encrypted. The same file again is \
            nothing; another one of the same name is refused.

            Example:
              archive_command = 'thin archive-wal --repository /var/backups/thin %p'
            """
    )

    @OptionGroup var repository: RepositoryOptions

    @Argument(help: "What archive_command calls %p.", completion: .file())
    var path: String

    func run() async throws {
        do {
            try await WALArchive(of: try BackupRepository(in: try repository.folder())).store(path)
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }
}
