import ArgumentParser
import Foundation
import Thin

/// `thin backups`
struct Backups: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the backups that are kept, the oldest first.",
        discussion: """
            A line has the backup's name, from when on it can be restored, PostgreSQL's version, and megabytes of the \
            cluster and of what is kept.

            Example:
              thin backups --repository /var/backups/thin
            """,
        subcommands: [InitBackups.self]
    )

    @OptionGroup var repository: RepositoryOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        do {
            try Self.show(try BackupRepository(in: try repository.folder()).backups(), asJSON: json)
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }

    static func show(_ backups: [BackupRecord], asJSON: Bool) throws {
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(backups) + Data("\n".utf8))
            return
        }
        let megabytes = { (bytes: Int64) in "\((bytes + 999_999) / 1_000_000) MB" }
        for backup in backups {
            let cells = [
                backup.id, backup.finishedAt, "PostgreSQL \(backup.serverVersion)", megabytes(backup.size),
                megabytes(backup.storedSize),
            ]
            print(cells.joined(separator: "\t"))
        }
    }
}
