import ArgumentParser
import Foundation
import Thin

/// `thin prices import`
struct ImportPrices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes models, their limits and prices from LiteLLM's price file.",
        discussion: """
            Of OpenAI, Anthropic and Google those that write or embed. A price that the file has otherwise ends now and \
            the new one begins; what is equal, or not in the file, stays. What a model costs besides tokens of text is \
            left out and told; a model that can't be charged for in full is skipped. Reads DATABASE_URL, the login \
            authenticator's.

            The file is model_prices_and_context_window.json of github.com/BerriAI/litellm, or the one in PyPI's litellm.

            Example:
              thin prices import model_prices_and_context_window.json --dry-run
            """
    )

    @Argument(help: "The file.", completion: .file(extensions: ["json"]))
    var file: String

    @Flag(name: .long, help: "Change nothing, only say what would be.")
    var dryRun = false

    @Flag(name: .long, help: "Print a JSON array with a row for each model.")
    var json = false

    func run() async throws {
        do {
            let prices = PriceImport(conninfo: ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "")
            try show(try await prices.run(path: file, isTrial: dryRun))
        } catch {
            complain(error)
            throw ExitCode.failure
        }
    }

    private func show(_ found: [ImportedPrice]) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(found) + Data("\n".utf8))
            return
        }
        for action in ImportedPrice.Action.allCases where action != .unchanged {
            for row in found where row.action == action {
                let cells = [action.rawValue, row.provider, row.model, row.reason].compactMap { $0 }
                print(cells.joined(separator: "\t"))
            }
        }
        let counts = ImportedPrice.Action.allCases.map { action in
            "\(found.count { $0.action == action }) \(action.rawValue)"
        }
        print(counts.joined(separator: ", ") + (dryRun ? "; nothing was changed" : ""))
    }
}
