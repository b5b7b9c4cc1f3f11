import ArgumentParser
import Migrator

/// `migrator import`
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes over the folder of another tool.",
        discussion: """
            Writes migrations/, revert/ and code/. On a database that the other tool has migrated, 'migrator baseline' \
            with the version of the newest applied file follows.

            Example:
              migrator import goose db/migrations --dir sql
            """
    )

    @Argument(help: "goose, dbmate, tern, golang-migrate or flyway.")
    var tool: String

    @Argument(help: "Its folder.")
    var source: String

    @Option(name: .long, help: "The folder to write to.")
    var dir = "sql"

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard ImportTool(rawValue: tool) != nil else {
            throw ValidationError("'\(tool)' is none of goose, dbmate, tern, golang-migrate, flyway")
        }
    }

    func run() async throws {
        guard let tool = ImportTool(rawValue: tool) else { preconditionFailure("validated") }
        let files = try await reporting(asJSON: json) { () throws(MigratorError) in
            try Project.importing(source, of: tool, into: dir)
        }
        if json {
            Output.json(files)
        } else {
            for file in files { print("\(file.from) -> \(file.to.joined(separator: ", "))") }
        }
    }
}
