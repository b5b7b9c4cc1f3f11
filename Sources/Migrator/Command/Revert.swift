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

    @Option(name: .long, help: "Version that is the newest afterwards; 0 for none.")
    var to: String?

    func run() async throws {
        var console = Console(isJSON: options.json)
        (console.participle, console.nothing) = ("reverted", "nothing to revert")
        let show = console.show
        let chosen = try running.options(options)
        let paths = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(try Project(folder: options.dir), into: options.target, options: chosen, progress: show)
                .revert(to: to)
        }
        if options.json { Output.json(["reverted": paths]) }
    }
}
