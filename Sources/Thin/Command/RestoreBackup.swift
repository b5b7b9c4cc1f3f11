import ArgumentParser
import Foundation
import Thin

/// `thin restore`
struct RestoreBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a data directory as the cluster was at a moment, and proves its ledger.",
        discussion: """
            Takes the last backup before the moment, lets a PostgreSQL that nobody else can reach replay what was archived \
            up to it, runs credits.verify, usage.verify, ai.verify and audit.verify, and stops it. The folder is then ready \
            to be served; it archives nothing until that is configured. Neither the repository nor the old cluster is \
            changed. Runs as the user that is to run PostgreSQL.

            Exits with 2 if a proof finds something. Next: start the server on the folder, point the service to it, and \
            take a new backup.

            Example:
              thin restore --repository /var/backups/thin --to '2026-11-22 14:05:00+00' --data-dir /var/lib/thin/restored
            """
    )

    @OptionGroup var repository: RepositoryOptions

    @Option(name: .long, help: "The moment, in UTC where it names no zone; by default the end of what is archived.")
    var to: String?

    @Option(name: .long, help: "An empty folder, or one to be made.", completion: .directory)
    var dataDir: String

    @Option(name: .long, help: "The backup to begin with, by default the last one before the moment.")
    var backup: String?

    @Option(name: .long, help: "File of age's private key; else THIN_BACKUP_IDENTITY.", completion: .file())
    var identity: String?

    @Flag(name: .long, help: "Leave out the proofs, which read all of the ledger.")
    var skipProofs = false

    @Flag(name: .long, help: "Print what came of it as JSON.")
    var json = false

    func run() async throws {
        let outcome: Restore.Outcome
        do {
            let moment = try to.map { text throws(BackupError) in try RestoreMoment(text) }
            let key = identity ?? ProcessInfo.processInfo.environment["THIN_BACKUP_IDENTITY"]
            let restore = Restore(
                from: try BackupRepository(in: try repository.folder()),
                .init(moment: moment, backup: backup, folder: dataDir, identity: key, proves: !skipProofs)
            ) { tell($0) }
            outcome = try await Interruption.cancelling { try await restore.run() }
        } catch {
            complain(error)
            throw ExitCode.failure
        }
        try show(outcome)
        if !outcome.isSound { throw ExitCode(2) }
    }

    private func show(_ outcome: Restore.Outcome) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(outcome) + Data("\n".utf8))
            return
        }
        print("restored \(outcome.backup) and what came after it to \(dataDir)")
        print("last commit: \(outcome.lastCommit ?? "none since the backup")")
        for proof in outcome.proofs { print("\(proof.name) in \(proof.database): \(proof.violations) violations") }
    }
}
