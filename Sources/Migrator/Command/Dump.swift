import ArgumentParser
import Foundation
import Migrator

/// `migrator dump`
struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the schema as pg_dump has it, the same bytes for the same schema.",
        discussion: """
            Runs the installed pg_dump and leaves out what differs from run to run and from machine to machine, and the \
            migrator's own tables.

            Example:
              migrator dump --output schema.sql && git diff --exit-code schema.sql
            """
    )

    @OptionGroup var options: ProjectOptions

    @Option(name: .long, help: "The file to write; standard output without it.")
    var output: String?

    func run() async throws {
        let text = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await SchemaDump(of: options.target, conninfo: options.conninfo).text()
        }
        guard let output else {
            options.json ? Output.json(["schema": text]) : FileHandle.standardOutput.write(Data(text.utf8))
            return
        }
        try await reporting(asJSON: options.json) { () throws(MigratorError) in
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
            } catch {
                throw .unwritableFile(path: output)
            }
        }
        if options.json { Output.json(["written": output]) }
    }
}
