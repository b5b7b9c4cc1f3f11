import ArgumentParser
import Migrator

/// `migrator seed`
struct Seed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs seeds/ that are new or changed.",
        discussion: """
            Example:
              migrator seed --dir sql --role thin_owner --again
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions
    @OptionGroup var fanOut: FanOutOptions

    @Flag(name: .long, help: "Run those too that haven't changed.")
    var again = false

    func run() async throws {
        let again = again
        try await FanOut(
            options: options, places: fanOut, settings: try running.options(options),
            console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            InstalledAnswer(installed: try await runner.seed(again: again))
        }.run()
    }
}
