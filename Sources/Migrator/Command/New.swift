import ArgumentParser
import Migrator

/// `migrator new`
struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes an empty migration, named by the time.",
        discussion: """
            Example:
              migrator new add_invoices --dir sql --revert --verify
            """
    )

    @Argument(help: "What it does, in snake case.")
    var name: String

    @Option(name: .long, help: "The folder that holds migrations/.")
    var dir = "sql"

    @Flag(name: .long, help: "Write a file of that name to revert/ too.")
    var revert = false

    @Flag(name: .long, help: "Write a file of that name to verify/ too.")
    var verify = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting(asJSON: json) { () throws(MigratorError) in
            var paths = [try Project.newMigration(named: name, in: dir)]
            if revert { paths.append(try Project.newCounterpart(of: paths[0], in: "revert")) }
            if verify { paths.append(try Project.newCounterpart(of: paths[0], in: "verify")) }
            if json { Output.json(["written": paths]) } else { for path in paths { print(path) } }
        }
    }
}
