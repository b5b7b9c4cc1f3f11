import ArgumentParser
import Foundation
import Migrator

/// `migrator status`
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows which files the database has.",
        discussion: """
            Example:
              migrator status --dir sql --exit-code || echo "something is pending"
            """
    )

    @OptionGroup var options: ProjectOptions

    @Flag(name: .long, help: "Exit with 3 when something is pending or changed.")
    var exitCode = false

    func run() async throws {
        var files: [Status] = []
        try await reporting { () throws(MigratorError) in
            files = try await Runner(try Project(folder: options.dir), into: options.target).status()
        }
        if options.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(files), as: UTF8.self))
        } else {
            for file in files {
                print("\(file.state.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))\(file.path)")
            }
        }
        if exitCode, files.contains(where: { $0.state != .installed }) { throw ExitCode(3) }
    }
}
