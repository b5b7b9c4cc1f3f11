import ArgumentParser
import Foundation
import Migrator

/// `up` into many databases, one after the other.
struct FanOut {
    /// How it ended for one database.
    struct Outcome: Encodable {
        let database: String
        let installed: Int?
        let error: FailureReport?
    }

    let entries: [FanOutOptions.Entry]
    let keepsGoing: Bool
    let options: Runner.Options
    let console: Console

    /// Installs, shows a summary, and ends the process with the first failure's exit code.
    func run(_ project: Project) async throws {
        var outcomes: [Outcome] = []
        for entry in entries {
            var console = console
            console.label = entry.label
            do throws(MigratorError) {
                let files = try await Runner(project, into: entry.target, options: options, progress: console.show).up()
                outcomes.append(Outcome(database: entry.label, installed: files, error: nil))
            } catch {
                outcomes.append(Outcome(database: entry.label, installed: nil, error: FailureReport(error)))
                FileHandle.standardError.write(Data("migrator: \(entry.label): \(error)\n".utf8))
                // A signal is for all of them.
                if case .cancelled = error { break }
                if !keepsGoing { break }
            }
        }
        show(outcomes)
        if let failure = outcomes.compactMap(\.error).first { throw ExitCode(failure.exitCode) }
    }

    private func show(_ outcomes: [Outcome]) {
        guard !console.isJSON else { return Output.json(["databases": outcomes]) }
        for outcome in outcomes {
            if let error = outcome.error {
                print("failed (\(error.exitCode))  \(outcome.database)")
            } else {
                print("\(outcome.installed ?? 0) files  \(outcome.database)")
            }
        }
        for entry in entries.dropFirst(outcomes.count) { print("not begun  \(entry.label)") }
    }
}
