import ArgumentParser
import Foundation
import Migrator

/// `migrator validate`
struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks that files can be run and agree with what the database has.",
        discussion: """
            Reads every file that is yet to be run, and all of seeds/, revert/ and verify/, and tells of all that is \
            wrong at once. Changes nothing and needs no right but to read the history.

            Example:
              migrator validate --dir sql --json
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var fanOut: FanOutOptions

    @Flag(name: .long, help: "Take pending migrations that are older than applied ones for right.")
    var allowOutOfOrder = false

    @Flag(name: .long, help: "Take applied migrations that are newer than all files for right.")
    var allowUnknown = false

    func run() async throws {
        var settings = try options.runner()
        (settings.allowsOutOfOrder, settings.allowsUnknown) = (allowOutOfOrder, allowUnknown)
        try await FanOut(
            options: options, places: fanOut, settings: settings, console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            ValidationAnswer(try await runner.validate())
        }.run()
    }
}
