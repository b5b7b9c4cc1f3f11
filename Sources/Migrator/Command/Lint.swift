import ArgumentParser
import Migrator

/// `migrator lint`
struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks for what is unsafe in pending migrations and wrong in the database.",
        discussion: """
            Rules for files have squawk's names, and its comments count: -- squawk-ignore <rule> above a statement, \
            -- squawk-ignore-file anywhere. Rules for the database have the names of Supabase's splinter. Exits with 8 \
            when something is found.

            Example:
              migrator lint --dir sql --exclude ban-drop-column
            """
    )

    @OptionGroup var options: ProjectOptions

    @Flag(name: .long, help: "Look at applied migrations too.")
    var all = false

    @Option(name: .long, help: "A rule that isn't applied.")
    var exclude: [String] = []

    func run() async throws {
        let settled = try options.runner()
        let findings = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await Runner(try Project(folder: options.dir), into: options.target, options: settled)
                .lint(all: all, except: Set(exclude))
        }
        if options.json {
            Output.json(findings)
        } else {
            for finding in findings {
                let place = finding.path.map { "\($0):\(finding.line ?? 1)" } ?? finding.object ?? ""
                print("\(place): \(finding.rule): \(finding.message)\n    hint: \(finding.hint)")
            }
            print(findings.isEmpty ? "nothing found" : "\(findings.count) found")
        }
        if !findings.isEmpty { throw ExitCode(Output.checkFailed) }
    }
}
