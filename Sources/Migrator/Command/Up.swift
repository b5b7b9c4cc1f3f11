import ArgumentParser
import Foundation
import Migrator

/// `migrator up`
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Installs what is pending or changed.",
        discussion: """
            Runs platform/ as the role that connects, then migrations/, changed code/ and, with --seed, seeds/ as \
            --role. Safe to run again and from several places at once.

            Example:
              migrator up --dir sql --role thin_owner --seed
              migrator up --dir sql --databases-from tenants.txt --keep-going
              migrator up --dir sql --schemas-from schemas.txt
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var fanOut: FanOutOptions

    func run() async throws {
        let console = Console(isJSON: options.json)
        let chosen = selection.applied(to: try running.options(options))
        if let entries = try fanOut.entries(base: options.conninfo, schema: options.schema) {
            let project = try await reporting(asJSON: options.json) { () throws(MigratorError) in
                try Project(folder: options.dir)
            }
            try await FanOut(
                entries: entries, keepsGoing: fanOut.keepGoing, options: chosen, console: console
            ).run(project)
            return
        }
        try await reporting(asJSON: options.json) { () throws(MigratorError) in
            let files = try await Runner(
                try Project(folder: options.dir), into: options.target, options: chosen, progress: console.show
            ).up()
            if options.json { Output.json(["installed": files]) }
        }
    }
}
