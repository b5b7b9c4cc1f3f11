import ArgumentParser
import Migrator

/// `migrator new`
struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes an empty migration, named by the time.",
        discussion: """
            Example:
              migrator new add_invoices --dir sql
            """
    )

    @Argument(help: "What it does, in snake case.")
    var name: String

    @Option(name: .long, help: "The folder that holds migrations/.")
    var dir = "sql"

    func run() async throws {
        try await reporting { () throws(MigratorError) in
            print(try Project.newMigration(named: name, in: dir))
        }
    }
}
