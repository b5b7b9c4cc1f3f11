import ArgumentParser
import Migrator

/// `migrator verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the scripts in verify/ of all applied migrations.",
        discussion: """
            Each is rolled back. One fails by failing with an error, such as select 1 / count(*) from pg_class where … .

            Example:
              migrator verify --dir sql --role thin_owner
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions
    @OptionGroup var fanOut: FanOutOptions

    func run() async throws {
        try await FanOut(
            options: options, places: fanOut, settings: try running.options(options),
            console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            CheckAnswer(checks: try await runner.verify())
        }.run()
    }
}
