import ArgumentParser
import Migrator

/// `migrator test`
struct RunTests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs tests written in SQL, each rolled back.",
        discussion: """
            A file fails by failing with an error, or by what its results say in the Test Anything Protocol, as pgTAP's \
            functions write it. A begin and a rollback of its own are left out.

            Example:
              migrator test --dir sql --tests tests --matching invoices
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions
    @OptionGroup var fanOut: FanOutOptions

    @Option(name: .long, help: "The folder of the tests, in the project's.")
    var tests = "tests"

    @Option(name: .long, help: "Only files with this in their path.")
    var matching = ""

    func run() async throws {
        let (folder, part, filter) = (options.dir, tests, matching)
        try await FanOut(
            options: options, places: fanOut, settings: try running.options(options),
            console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            CheckAnswer(checks: try await runner.test(in: folder, part: part, matching: filter))
        }.run()
    }
}
