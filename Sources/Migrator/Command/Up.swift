import ArgumentParser
import Foundation
import Migrator

/// `migrator up`
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Installs what is pending or changed.",
        discussion: """
            Runs platform/ as the role that connects, then migrations/, changed code/ and, with --seed, seeds/ as \
            --role. Safe to run again and from several places at once.

            Example:
              migrator up --dir sql --role thin_owner --seed
            """
    )

    @OptionGroup var options: ProjectOptions

    @Option(name: .long, help: "The role that will own what is installed.")
    var role: String?

    @Flag(name: .long, help: "Run seeds/ too.")
    var seed = false

    @Option(name: .long, help: "Seconds to wait for another runner.")
    var lockTimeout = 60

    func validate() throws {
        guard lockTimeout >= 0 else { throw ValidationError("--lock-timeout is zero or more seconds") }
    }

    func run() async throws {
        let json = options.json
        try await reporting { () throws(MigratorError) in
            let runner = Runner(
                try Project(folder: options.dir), into: options.target,
                options: .init(role: role, seeds: seed, lockTimeout: .seconds(lockTimeout))
            ) { progress in if !json { Self.show(progress) } }
            let files = try await runner.up()
            if json { print("{\"installed\":\(files)}") }
        }
    }

    /// A line a file on a terminal; in a pipe only how it ended.
    private static func show(_ progress: RunnerEvent) {
        let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) == 1
        switch progress {
        case .waitingForLock:
            FileHandle.standardError.write(Data("migrator: waiting for another runner\n".utf8))
        case .installed(let path, let took):
            if isTerminal { print("\(path)  \(milliseconds(took)) ms") }
        case .finished(let files, let took):
            print(files == 0 ? "up to date" : "installed \(files) files in \(milliseconds(took)) ms")
        }
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
