import ArgumentParser
import Thin

/// `thin backups init`
struct InitBackups: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a repository of backups.",
        discussion: """
            Run it as the user that runs PostgreSQL, who has to be able to write there. With --encrypt whatever is kept is \
            encrypted for a public key, by age or GnuPG; the private key is needed to restore, and belongs elsewhere.

            Example:
              thin backups init --repository /var/backups/thin \\
                --encrypt age:age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
            """
    )

    /// The repository is said as for `thin backups`.
    @ParentCommand var backups: Backups

    @Option(name: .long, help: "age:<public key> or gpg:<key's id or address>.")
    var encrypt: String?

    func run() async throws {
        do {
            let encryption = try encrypt.map { text throws(BackupError) in try BackupEncryption(text) }
            try await BackupRepository.create(in: try backups.repository.folder(), encryption: encryption)
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }
}
