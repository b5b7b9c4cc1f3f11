import ArgumentParser
import Migrator

/// `migrator lint`
struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks for what is unsafe in pending migrations and wrong in the database.",
        discussion: """
            Rules for files have squawk's names, and its comments count: -- squawk-ignore <rule> above a statement, \
            -- squawk-ignore-file anywhere. Rules for the database have the names of Supabase's splinter. Exits with 8 \
            when something is found. What only use shows, such as indexes that nobody reads, is looked for with --usage: \
            a new database has been used by nobody.

            Example:
              migrator lint --dir sql --exclude ban-drop-column
            """
    )

    @OptionGroup var options: ProjectOptions
    @OptionGroup var fanOut: FanOutOptions

    @Flag(name: .long, help: "Look at applied migrations too.")
    var all = false

    @Flag(
        name: .long,
        help: "Apply the rules about use too: unused_index, table_bloat, unused_replication_slot.")
    var usage = false

    @Option(name: .long, help: "A rule that isn't applied.")
    var exclude: [String] = []

    func run() async throws {
        let (all, usage, excluded) = (all, usage, Set(exclude))
        try await FanOut(
            options: options, places: fanOut, settings: try options.runner(), console: Console(isJSON: options.json)
        ) { runner throws(MigratorError) in
            LintAnswer(findings: try await runner.lint(all: all, usage: usage, except: excluded))
        }.run()
    }
}
