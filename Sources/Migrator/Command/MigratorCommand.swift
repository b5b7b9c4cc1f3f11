import ArgumentParser
import Foundation

/// The `migrator` tool.
@main
struct MigratorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrator",
        abstract: "Installs and evolves SQL in a PostgreSQL database.",
        discussion: """
            Works on a folder with platform/, migrations/, code/ and seeds/, and revert/ and verify/ beside them. The database is named by --database, \
            else by DATABASE_URL, else by libpq's PG* variables.

            Exit codes: 0 ok, 1 internal, 2 usage or a file that can't be run, 3 pending (status --exit-code), 4 applied \
            migrations and files disagree, 5 another runner holds the lock, 6 SQL failed or was cancelled and was rolled \
            back, 7 partly applied (outside a transaction), 8 lint, verify or test failed, 9 no connection, 10 no lock on an \
            object in all attempts.

            Example:
              DATABASE_URL=postgres://postgres@localhost/app migrator up --dir sql --role thin_owner
            """,
        subcommands: [
            Init.self, New.self, ShowPlan.self, Up.self, Revert.self, ShowStatus.self, Validate.self, Verify.self,
            ShowDrift.self, Lint.self,
            Rehearse.self, RepairHistory.self, Baseline.self, Import.self, Dump.self, Seed.self, RunTests.self,
        ]
    )

    /// Exit code for arguments that can't be understood.
    private static let usage: Int32 = 2

    /// Runs the verb, until it is done or a signal cancels it.
    static func main() async {
        do {
            try await Interruption.cancelling {
                var command = try parseAsRoot()
                if var verb = command as? any AsyncParsableCommand {
                    try await verb.run()
                } else {
                    try command.run()
                }
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            FileHandle.standardError.write(Data("\(fullMessage(for: error))\n".utf8))
            Foundation.exit(usage)
        }
    }
}
