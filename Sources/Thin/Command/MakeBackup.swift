import ArgumentParser
import Foundation
import Thin

/// `thin backup`
struct MakeBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Backs up the whole PostgreSQL cluster, to be restored to any moment from then on.",
        discussion: """
            Runs on the server's machine as the user that runs PostgreSQL. pg_basebackup copies the cluster, \
            pg_verifybackup checks the copy, and what is kept of it is packed, and encrypted if the repository is. For a \
            while it needs room for the copy as well.

            The server has to archive into the same repository:
              archive_mode = on
              archive_command = 'thin archive-wal --repository /var/backups/thin %p'
              archive_timeout = 60

            --database, else THIN_BACKUP_URL, else libpq's PG* variables connect as a role that may replicate and log in:
              create role backup login replication in role pg_read_all_stats

            Example:
              thin backups init --repository /var/backups/thin
              thin backup --repository /var/backups/thin --keep 7
            """
    )

    @OptionGroup var repository: RepositoryOptions

    @Option(name: .long, help: "How to connect to the server; a database of it, such as postgres.")
    var database: String?

    @Option(name: .long, help: "Keep so many backups, and remove what only older ones needed; by default all.")
    var keep: Int?

    @Flag(name: .long, help: "Let the server make its checkpoint at once rather than spread it over minutes.")
    var fast = false

    @Flag(name: .long, help: "Print what is known of the backup as JSON.")
    var json = false

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep is 1 or more") }
    }

    func run() async throws {
        do {
            let conninfo = database ?? ProcessInfo.processInfo.environment["THIN_BACKUP_URL"] ?? ""
            let backup = BaseBackup(into: try BackupRepository(in: try repository.folder()), conninfo: conninfo) {
                tell($0)
            }
            let isWatched = isatty(FileHandle.standardError.fileDescriptor) == 1
            let (count, hurries) = (keep, fast)
            let made = try await Interruption.cancelling {
                try await backup.run(keeping: count, hurries: hurries, showsProgress: isWatched)
            }
            try Backups.show([made], asJSON: json)
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }
}
