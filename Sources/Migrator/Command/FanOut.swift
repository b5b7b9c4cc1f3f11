import ArgumentParser
import Foundation
import Migrator

/// `up` into many databases or schemas, one after the other.
struct FanOut {
    /// How it ended for one of them.
    struct Outcome: Encodable {
        let database: String?
        let schema: String?
        let installed: Int?
        let error: FailureReport?
    }

    /// What it came to, as JSON: under `schemas` where the only list is one of schemas.
    private struct Summary: Encodable {
        var databases: [Outcome]?
        var schemas: [Outcome]?
    }

    let entries: [FanOutOptions.Entry]
    let keepsGoing: Bool
    let options: Runner.Options
    let console: Console

    /// Installs, shows a summary, and ends the process with the first failure's exit code.
    func run(_ project: Project) async throws {
        var outcomes: [Outcome] = []
        for entry in entries {
            var (console, options) = (console, options)
            (console.label, options.schema) = (entry.label, entry.schema)
            let outcome = { (files: Int?, error: FailureReport?) in
                Outcome(database: entry.database, schema: entry.schema, installed: files, error: error)
            }
            do throws(MigratorError) {
                let files = try await Runner(project, into: entry.target, options: options, progress: console.show).up()
                outcomes.append(outcome(files, nil))
            } catch {
                outcomes.append(outcome(nil, FailureReport(error)))
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
        guard !console.isJSON else {
            let isDatabases = entries.contains { $0.database != nil }
            return Output.json(isDatabases ? Summary(databases: outcomes) : Summary(schemas: outcomes))
        }
        for (entry, outcome) in zip(entries, outcomes) {
            if let error = outcome.error {
                print("failed (\(error.exitCode))  \(entry.label)")
            } else {
                print("\(outcome.installed ?? 0) files  \(entry.label)")
            }
        }
        for entry in entries.dropFirst(outcomes.count) { print("not begun  \(entry.label)") }
    }
}
