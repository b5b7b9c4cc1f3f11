import ArgumentParser
import Migrator

/// `migrator revert`
struct Revert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes applied migrations back by their scripts in revert/.",
        discussion: """
            Takes back the newest, or with --to all that are newer than that version, newest first. Nothing is run if one \
            of them has no script. The next up installs all of code/ again.

            Example:
              migrator revert --dir sql --to 20260101000000
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions
    @OptionGroup var fanOut: FanOutOptions

    @Option(name: .long, help: "Version that is the newest afterwards; 0 for none.")
    var to: String?

    func run() async throws {
        var console = Console(isJSON: options.json)
        (console.participle, console.nothing) = ("reverted", "nothing to revert")
        let to = to
        try await FanOut(
            options: options, places: fanOut, settings: try running.options(options), console: console
        ) { runner throws(MigratorError) in
            RevertedAnswer(reverted: try await runner.revert(to: to))
        }.run()
    }
}
