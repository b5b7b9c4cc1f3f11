import ArgumentParser
import Migrator

/// Options for what of a project is installed.
struct SelectionOptions: ParsableArguments {
    @Flag(name: .long, help: "Run seeds/ too.")
    var seed = false

    @Option(name: .long, help: "Version of the last migration to apply. Before the newest, code/ and seeds/ wait.")
    var to: String?

    @Flag(name: .long, help: "Drop what files of code/ made that are gone.")
    var prune = false

    @Flag(name: .long, help: "Apply migrations that are older than applied ones.")
    var allowOutOfOrder = false

    @Flag(name: .long, help: "Go on although newer migrations are applied than there are files.")
    var allowUnknown = false

    /// Options with these among them.
    func applied(to options: Runner.Options) -> Runner.Options {
        var options = options
        (options.seeds, options.target, options.prunes) = (seed, to, prune)
        (options.allowsOutOfOrder, options.allowsUnknown) = (allowOutOfOrder, allowUnknown)
        return options
    }
}
