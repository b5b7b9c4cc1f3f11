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
            """
    )

    @OptionGroup var options: ProjectOptions

    @Argument(help: "Version of an applied migration.")
    var version: String?

    @Flag(name: .long, help: "Exit with 3 when something is pending or changed.")
    var exitCode = false

    @Flag(name: .long, help: "Take pending migrations that are older than applied ones for right.")
    var allowOutOfOrder = false

    @Flag(name: .long, help: "Take applied migrations that are newer than all files for right.")
    var allowUnknown = false

    func run() async throws {
        var chosen = try options.runner()
        (chosen.allowsOutOfOrder, chosen.allowsUnknown) = (allowOutOfOrder, allowUnknown)
        let settled = chosen
        if let version {
            let recovery = try await reporting(asJSON: options.json) { () throws(MigratorError) in
                try await Runner(try Project(folder: options.dir), into: options.target, options: settled)
                    .recovery(before: version)
            }
            options.json ? Output.json(recovery) : Self.show(recovery)
            return
        }
        let files = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(try Project(folder: options.dir), into: options.target, options: settled).status()
        }
        if options.json {
            Output.json(files)
        } else {
            for file in files {
                print("\(file.state.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))\(file.path)")
            }
        }
        if exitCode, files.contains(where: { $0.state != .installed && $0.state != .gone }) { throw ExitCode(3) }
    }

    private static func show(_ recovery: Recovery) {
        print("\(recovery.version)_\(recovery.name)")
        let verb = recovery.isBaseline ? "taken for applied" : "applied"
        print("\(verb) at \(recovery.appliedAt) by \(recovery.appliedBy)")
        guard !recovery.settings.isEmpty else {
            print("where the log stood before is not known")
            return
        }
        print("\nTo recover to just before it, restore a backup that is older and start it with:\n")
        for line in recovery.settings { print("    \(line)") }
        if let point = recovery.restorePoint {
            print("\nor to before the run that it was part of:\n\n    recovery_target_name = '\(point)'")
        }
    }
}
