import ArgumentParser
import Migrator

/// `migrator import`
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes over the folder of another tool.",
        discussion: """
            Writes migrations/, revert/ and code/. With --baseline what the tool has applied in the database, as its own \
            history there says, is taken for applied here too; nothing of it is run.

            Example:
              migrator import goose db/migrations --dir sql
              migrator import flyway db/migrations --dir sql --baseline --database "host=db dbname=shop"
            """
    )

    @Argument(help: "goose, dbmate, tern, golang-migrate or flyway.")
    var tool: String

    @Argument(help: "Its folder.")
    var source: String

    @OptionGroup var options: ProjectOptions

    @Flag(name: .long, help: "Take for applied what the tool has applied in the database.")
    var baseline = false

    @Option(name: .long, help: "The table of the tool's history, where it isn't the usual one.")
    var historyTable: String?

    func validate() throws {
        guard ImportTool(rawValue: tool) != nil else {
            throw ValidationError("'\(tool)' is none of goose, dbmate, tern, golang-migrate, flyway")
        }
        if historyTable != nil, !baseline { throw ValidationError("--history-table goes with --baseline") }
    }

    func run() async throws {
        guard let tool = ImportTool(rawValue: tool) else { preconditionFailure("validated") }
        let chosen = try options.runner()
        let (files, applied) = try await reporting(asJSON: options.json) {
            () async throws(MigratorError) -> ([Project.Imported], Int?) in
            guard baseline else { return (try Project.importing(source, of: tool, into: options.dir), nil) }
            return try await Runner.importing(
                source, of: tool, into: options.dir, baseliningIn: options.target, options: chosen,
                historyTable: historyTable)
        }
        if options.json {
            Output.json(files)
        } else {
            for file in files { print("\(file.from) -> \(file.to.joined(separator: ", "))") }
            if let applied { print(Output.takenForApplied(applied)) }
        }
    }
}
