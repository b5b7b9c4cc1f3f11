import ArgumentParser
import Migrator

/// `migrator baseline`
struct Baseline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes migrations for applied without running them.",
        discussion: """
            For a database that already has what they make, and no history yet. Code objects are installed by the next up.

            Example:
              migrator baseline 20260101000000 --dir sql && migrator up --dir sql
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions

    @Argument(help: "Version of the newest of them.")
    var version: String

    func run() async throws {
        let console = Console(isJSON: options.json)
        let chosen = try running.options(options)
        let count = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(
                try Project(folder: options.dir), into: options.target, options: chosen, progress: console.show
            ).baseline(at: version)
        }
        if options.json {
            Output.json(["baselined": count])
        } else {
            print(Output.takenForApplied(count))
        }
    }
}
