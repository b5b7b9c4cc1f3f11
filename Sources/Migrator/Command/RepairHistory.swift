import ArgumentParser
import Migrator

/// `migrator repair`
struct RepairHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Makes the history say what the files say.",
        discussion: """
            Takes over names and checksums of applied migrations, and the finished statements of a file that is half \
            done, as they stand in the files now. Runs none of them. With --forget a migration counts as never applied, \
            or as never begun.

            Example:
              migrator repair --dir sql --forget 20260101000000
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions

    @Option(name: .long, help: "Version of a migration to take for never applied.")
    var forget: [String] = []

    @Flag(name: .long, help: "Take objects for right that aren't as the last run left them.")
    var acceptDrift = false

    func run() async throws {
        let console = Console(isJSON: options.json)
        let chosen = try running.options(options)
        let changes = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(
                try Project(folder: options.dir), into: options.target, options: chosen, progress: console.show
            ).repair(forgetting: forget, acceptingDrift: acceptDrift)
        }
        if options.json {
            Output.json(["changes": changes])
        } else {
            print(changes.isEmpty ? "nothing to repair" : changes.joined(separator: "\n"))
        }
    }
}
