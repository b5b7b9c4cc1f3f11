import ArgumentParser
import Foundation
import Migrator

/// `migrator up`
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Installs what is pending or changed.",
        discussion: """
            Runs platform/ as the role that connects, then migrations/, changed code/ and, with --seed, seeds/ as \
            --role. Safe to run again and from several places at once.

            Example:
              migrator up --dir sql --role thin_owner --seed
              migrator up --dir sql --databases-from tenants.txt --keep-going
              migrator up --dir sql --schemas-from schemas.txt
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fanOut: FanOutOptions

    func run() async throws {
        try await FanOut(
            options: options, places: fanOut, settings: selection.applied(to: try running.options(options)),
            console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            InstalledAnswer(installed: try await runner.up())
        }.run()
    }
}
