import ArgumentParser
import Foundation
import Migrator

/// A verb's work at the one place that its options name, or at all places of lists, one after the other.
struct FanOut<Answer: PlaceAnswer> {
    let options: ProjectOptions
    let places: FanOutOptions
    let settings: Runner.Options
    let console: Console
    /// What is done at each.
    let work: @Sendable (Runner) async throws(MigratorError) -> Answer

    /// Does it, shows what came of it, and ends the process with the first failure's exit code.
    func run() async throws {
        guard let entries = try places.entries(base: options.conninfo, schema: options.schema) else {
            return try await runAlone()
        }
        let project = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try Project(folder: options.dir)
        }
        var outcomes: [FanOutOutcome<Answer>] = []
        for entry in entries {
            let outcome = await run(project, at: entry)
            outcomes.append(outcome)
            // A signal is for all of them.
            if outcome.isCancelled || (outcome.hasFailed && !places.keepGoing) { break }
        }
        show(outcomes, of: entries)
        let codes = outcomes.map(\.exitCode)
        // What is pending is no failure, and so says nothing where there is one.
        if let code = codes.first(where: { $0 != 0 && $0 != Output.pending }) ?? codes.first(where: { $0 != 0 }) {
            throw ExitCode(code)
        }
    }

    private func runAlone() async throws {
        let answer = try await reporting(asJSON: options.json) { () throws(MigratorError) in
            try await work(
                Runner(
                    try Project(folder: options.dir), into: options.target, options: settings, progress: console.show))
        }
        if options.json {
            Output.json(answer.json)
        } else if !answer.text.isEmpty {
            print(answer.text)
        }
        if answer.exitCode != 0 { throw ExitCode(answer.exitCode) }
    }

    private func run(_ project: Project, at entry: FanOutOptions.Entry) async -> FanOutOutcome<Answer> {
        var (console, settings) = (console, settings)
        (console.label, settings.schema) = (entry.label, entry.schema)
        let show = console.show
        do throws(MigratorError) {
            let answer = try await work(Runner(project, into: entry.target, options: settings, progress: show))
            if !options.json, !answer.details.isEmpty {
                print("-- \(entry.label)")
                for line in answer.details { print(line) }
            }
            return FanOutOutcome(entry, .success(answer))
        } catch {
            FileHandle.standardError.write(Data("migrator: \(entry.label): \(error)\n".utf8))
            return FanOutOutcome(entry, .failure(error))
        }
    }

    private func show(_ outcomes: [FanOutOutcome<Answer>], of entries: [FanOutOptions.Entry]) {
        guard !options.json else {
            let isDatabases = entries.contains { $0.database != nil }
            return Output.json([isDatabases ? "databases" : "schemas": outcomes])
        }
        for (entry, outcome) in zip(entries, outcomes) { print("\(outcome.summary)  \(entry.label)") }
        for entry in entries.dropFirst(outcomes.count) { print("not begun  \(entry.label)") }
    }
}
