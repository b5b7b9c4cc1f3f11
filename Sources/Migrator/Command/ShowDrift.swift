import ArgumentParser
import Foundation
import Migrator

/// `migrator drift`
struct ShowDrift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Shows what isn't as the last run left it.",
        discussion: """
            Compares every object, with owner, rights, policies, row level security and comment. Exits with 4 when \
            something differs. 'migrator repair --accept-drift' takes what is there for right.

            Example:
              migrator drift --dir sql --json
            """
    )

    @OptionGroup var options: ProjectOptions

    func run() async throws {
        let chosen = try options.runner()
        let drift = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(try Project(folder: options.dir), into: options.target, options: chosen).drift()
        }
        if options.json {
            Output.json(drift)
        } else {
            Self.show(drift)
        }
        if !drift.objects.isEmpty { throw ExitCode(4) }
    }

    private static func show(_ drift: Drift) {
        if drift.isUncertain { print("the last run was cut off, so what differs may be its doing") }
        for difference in drift.objects { Output.show(difference) }
        for file in drift.files { print("file changed since it was installed: \(file)") }
        if drift.objects.isEmpty { print("no drift") }
    }
}
