import ArgumentParser
import Foundation
import Migrator

/// `migrator drift`
struct ShowDrift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Shows what isn't as the last run left it.",
        discussion: """
            Compares every object, with owner, rights, policies, row level security and comment. Exits with 4 when \
            something differs. 'migrator repair --accept-drift' takes what is there for right.

            Example:
              migrator drift --dir sql --json
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var fanOut: FanOutOptions

    func run() async throws {
        try await FanOut(
            options: options, places: fanOut, settings: try options.runner(), console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            DriftAnswer(drift: try await runner.drift())
        }.run()
    }
}
