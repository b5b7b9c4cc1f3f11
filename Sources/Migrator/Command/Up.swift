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
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var running: RunOptions

    @Flag(name: .long, help: "Run seeds/ too.")
    var seed = false

    @Option(name: .long, help: "Version of the last migration to apply. Before the newest, code/ and seeds/ wait.")
    var to: String?

    @Flag(name: .long, help: "Apply migrations that are older than applied ones.")
    var allowOutOfOrder = false

    @Flag(name: .long, help: "Go on although newer migrations are applied than there are files.")
    var allowUnknown = false

    func run() async throws {
        let console = Console(isJSON: options.json)
        var chosen = running.options(try options.values())
        (chosen.seeds, chosen.target) = (seed, to)
        (chosen.allowsOutOfOrder, chosen.allowsUnknown) = (allowOutOfOrder, allowUnknown)
        let settled = chosen
        try await reporting { () throws(MigratorError) in
            let files = try await Runner(
                try Project(folder: options.dir), into: options.target, options: settled, progress: console.show
            ).up()
            if options.json { print("{\"installed\":\(files)}") }
        }
    }
}
