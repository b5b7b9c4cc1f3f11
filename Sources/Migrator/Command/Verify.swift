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

    func run() async throws {
        let console = Console(isJSON: options.json)
        let chosen = try running.options(options)
        let checks = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(
                try Project(folder: options.dir), into: options.target, options: chosen, progress: console.show
            ).verify()
        }
        try Output.checks(checks, asJSON: options.json)
    }
}
