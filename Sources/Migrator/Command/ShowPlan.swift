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

    func run() async throws {
        let console = Console(isJSON: options.json)
        let chosen = selection.applied(to: try running.options(options))
        let files = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(
                try Project(folder: options.dir), into: options.target, options: chosen, progress: console.show
            ).plan()
        }
        if options.json {
            Output.json(files)
        } else {
            print(files.isEmpty ? "-- up to date" : files.map { "-- \($0.path)\n\($0.sql)" }.joined(separator: "\n\n"))
        }
    }
}
