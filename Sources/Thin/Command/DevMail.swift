import ArgumentParser
import Foundation
import Thin

/// `thin dev mail`
struct DevMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Shows the mail that a running thin dev has kept.",
        discussion: """
            Without SMTP_URL no mail leaves: codes and links are read here. Takes --data-dir of thin dev, and --json \
            for a mail a line.

            Example:
              thin dev mail --data-dir .thin
            """
    )

    /// The folder of the cluster and the form of what is printed are said as for `thin dev`.
    @ParentCommand var dev: Dev

    func run() async throws {
        do {
            for mail in try await WaitingMail.all(in: dev.dataDir) { try show(mail) }
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }

    private func show(_ mail: WaitingMail) throws {
        if dev.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            print(String(decoding: try encoder.encode(mail), as: UTF8.self))
        } else {
            print("Date: \(mail.createdAt)\nTo: \(mail.recipient)\nSubject: \(mail.subject)\n\n\(mail.body)")
        }
    }
}
