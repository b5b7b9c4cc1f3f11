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

    @Flag(name: .long, help: "Run those too that haven't changed.")
    var again = false

    func run() async throws {
        let console = Console(isJSON: options.json)
        let chosen = try running.options(options)
        let files = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(
                try Project(folder: options.dir), into: options.target, options: chosen, progress: console.show
            ).seed(again: again)
        }
        if options.json { Output.json(["installed": files]) }
    }
}
