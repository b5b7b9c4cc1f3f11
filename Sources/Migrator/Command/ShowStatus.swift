import ArgumentParser
import Foundation
import Migrator

/// `migrator status`
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows which files the database has, or how to recover to before one of them.",
        discussion: """
            With a version it shows when that migration was applied, and how a backup is recovered to just before.

            Example:
              migrator status --dir sql --exit-code || echo "something is pending"
              migrator status 20260101000000 --dir sql
              migrator status --dir sql --databases-from tenants.txt --exit-code
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var fanOut: FanOutOptions

    @Argument(help: "Version of an applied migration.")
    var version: String?

    @Flag(name: .long, help: "Exit with 3 when something is pending or changed.")
    var exitCode = false

    @Flag(name: .long, help: "Take pending migrations that are older than applied ones for right.")
    var allowOutOfOrder = false

    @Flag(name: .long, help: "Take applied migrations that are newer than all files for right.")
    var allowUnknown = false

    func run() async throws {
        var settings = try options.runner()
        (settings.allowsOutOfOrder, settings.allowsUnknown) = (allowOutOfOrder, allowUnknown)
        let (console, tellsOfPending) = (Console(isJSON: options.json), exitCode)
        guard let version else {
            return try await FanOut(options: options, places: fanOut, settings: settings, console: console) {
                runner throws(MigratorError) in
                StatusAnswer(files: try await runner.status(), tellsOfPending: tellsOfPending)
            }.run()
        }
        try await FanOut(options: options, places: fanOut, settings: settings, console: console) {
            runner throws(MigratorError) in
            RecoveryAnswer(recovery: try await runner.recovery(before: version))
        }.run()
    }
}
