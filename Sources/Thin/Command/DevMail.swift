import ArgumentParser
import Foundation
import Thin

/// `thin dev mail`
struct DevMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Shows the mail that a running thin dev has kept.",
        discussion: """
            Without SMTP_URL no mail leaves: codes and links are read here.

            Example:
              thin dev mail --data-dir .thin
            """
    )

    @Option(name: .long, help: "Folder that keeps the cluster.")
    var dataDir = ".thin"

    @Flag(name: .long, help: "Print JSON, a mail a line.")
    var json = false

    func run() async throws {
        do {
            for mail in try await WaitingMail.all(in: dataDir) { try show(mail) }
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }

    private func show(_ mail: WaitingMail) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            print(String(decoding: try encoder.encode(mail), as: UTF8.self))
        } else {
            print("Date: \(mail.createdAt)\nTo: \(mail.recipient)\nSubject: \(mail.subject)\n\n\(mail.body)")
        }
    }
}
