import ArgumentParser
import Migrator

/// Options that every verb shares which changes a database.
struct RunOptions: ParsableArguments {
    @Option(name: .long, help: "The role that will own what is installed.")
    var role: String?

    @Option(name: .long, help: "Seconds to wait for another runner.")
    var lockTimeout = 60

    @Option(name: .long, help: "Longest wait for a lock on an object, as 500ms, 2s or 5min.")
    var objectLockTimeout = "5s"

    @Option(name: .long, help: "How often a file is tried again that didn't get a lock.")
    var objectLockRetries = 10

    @Option(name: .long, help: "Longest run of one statement, as 2s, 5min or 1h.")
    var statementTimeout: String?

    @Option(name: .long, help: "Longest run of all, as 2s, 5min or 1h.")
    var timeout: String?

    func validate() throws {
        guard lockTimeout >= 0 else { throw ValidationError("--lock-timeout is zero or more seconds") }
        guard objectLockRetries >= 0 else { throw ValidationError("--object-lock-retries is zero or more") }
        for (name, text) in [
            ("object-lock-timeout", objectLockTimeout), ("statement-timeout", statementTimeout), ("timeout", timeout),
        ] {
            guard let text else { continue }
            guard Duration(setting: text) != nil else {
                throw ValidationError("--\(name) is a time as 500ms, 2s, 5min or 1h, at most a day")
            }
        }
    }

    /// As the library takes them, with what the project's options settle.
    func options(_ project: ProjectOptions) throws -> Runner.Options {
        var options = try project.runner()
        (options.role, options.lockTimeout) = (role, .seconds(lockTimeout))
        options.objectLockTimeout = Duration(setting: objectLockTimeout) ?? options.objectLockTimeout
        options.objectLockRetries = objectLockRetries
        options.statementTimeout = statementTimeout.flatMap(Duration.init(setting:))
        options.timeout = timeout.flatMap(Duration.init(setting:))
        return options
    }
}
