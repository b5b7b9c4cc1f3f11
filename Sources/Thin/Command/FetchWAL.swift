import ArgumentParser
import Foundation
import Thin

/// `thin fetch-wal`
struct FetchWAL: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch-wal",
        abstract: "Fetches a file of the server's log from the archive; for restore_command.",
        discussion: """
            Exits with 1 if the file isn't there, which tells a server that the archive ends, and with 200 if it can't be \
            read or isn't what was archived, which stops the server.

            Example:
              restore_command = 'thin fetch-wal --repository /var/backups/thin %f %p'
            """
    )

    /// Above 125 PostgreSQL gives up, rather than take it for the end of the archive.
    private static let unusable = ExitCode(200)

    @OptionGroup var repository: RepositoryOptions

    @Option(name: .long, help: "File of age's private key; else THIN_BACKUP_IDENTITY.", completion: .file())
    var identity: String?

    @Argument(help: "What restore_command calls %f.")
    var name: String

    @Argument(help: "What restore_command calls %p.", completion: .file())
    var path: String

    func run() async throws {
        let isThere: Bool
        do {
            let key = identity ?? ProcessInfo.processInfo.environment["THIN_BACKUP_IDENTITY"]
            isThere = try await WALArchive(of: try BackupRepository(in: try repository.folder()))
                .fetch(name, to: path, identity: key)
        } catch {
            complain(error)
            throw Self.unusable
        }
        if !isThere { throw ExitCode.failure }
    }
}
