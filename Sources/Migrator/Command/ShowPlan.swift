import ArgumentParser
import Migrator

/// `migrator plan`
struct ShowPlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Prints the SQL that up would run.",
        discussion: """
            Changes nothing and needs no right but to read the history. Code objects stand in the order of their names: \
            up finds the order by trying.

            Example:
              migrator plan --dir sql --role thin_owner | less
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
            PlanAnswer(files: try await runner.plan())
        }.run()
    }
}
