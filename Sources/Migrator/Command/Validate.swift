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

    @Flag(name: .long, help: "Take pending migrations that are older than applied ones for right.")
    var allowOutOfOrder = false

    @Flag(name: .long, help: "Take applied migrations that are newer than all files for right.")
    var allowUnknown = false

    func run() async throws {
        var chosen = try options.runner()
        (chosen.allowsOutOfOrder, chosen.allowsUnknown) = (allowOutOfOrder, allowUnknown)
        let settled = chosen
        let found = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(try Project(folder: options.dir), into: options.target, options: settled).validate()
        }
        if options.json {
            Output.json(Answer(warnings: found.warnings, problems: found.problems.map(FailureReport.init)))
        } else {
            for warning in found.warnings { print("warning: \(warning)") }
            for problem in found.problems { print(problem) }
            if found.problems.isEmpty { print("valid") }
        }
        if let first = found.problems.first { throw ExitCode(first.exitCode) }
    }

    private struct Answer: Encodable {
        let warnings: [String]
        let problems: [FailureReport]
    }
}
