import ArgumentParser
import Migrator

/// `migrator init`
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the folders of a project.",
        discussion: """
            Makes migrations/, code/, seeds/, revert/ and verify/, and leaves alone what is there.

            Example:
              migrator init --dir sql && migrator new first_tables --dir sql
            """
    )

    @Option(name: .long, help: "The folder to make them in.")
    var dir = "sql"

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting(asJSON: json) { () throws(MigratorError) in
            let paths = try Project.makeFolders(in: dir)
            if json { Output.json(["made": paths]) } else { for path in paths { print(path) } }
        }
    }
}
