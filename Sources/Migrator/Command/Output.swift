import ArgumentParser
import Foundation
import Migrator

/// What verbs write to standard output.
enum Output {
    /// Exit code of `verify`, `test` and `lint` that found something.
    static let checkFailed: Int32 = 8
    /// Exit code of `status` where something is pending.
    static let pending: Int32 = 3
    /// Exit code of `drift` that found something.
    static let drifted: Int32 = 4

    /// Writes a value as one line of JSON.
    static func json(_ value: any Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        do {
            FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
        } catch {
            preconditionFailure("\(value) can't be written as JSON")
        }
    }

    /// What differs, and below it a line each.
    static func lines(of difference: Difference) -> [String] {
        let path = difference.path.map { " (\($0))" } ?? ""
        return ["\(difference.state.rawValue) \(difference.type) \(difference.identity)\(path)"]
            + difference.lines.map { "    \($0)" }
    }

    /// A number of things, such as `1 file`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// How many migrations are taken for applied.
    static func takenForApplied(_ number: Int) -> String {
        "\(count(number, "migration")) \(number == 1 ? "is" : "are") taken for applied"
    }
}

/// Runs `body` and ends the process with the exit code of its error.
///
/// - Parameter asJSON: Whether the error is written to standard output too, as JSON.
func reporting<R>(asJSON: Bool = false, _ body: () async throws(MigratorError) -> R) async throws -> R {
    do throws(MigratorError) {
        return try await body()
    } catch {
        FileHandle.standardError.write(Data("migrator: \(error)\n".utf8))
        if asJSON { Output.json(["error": FailureReport(error)]) }
        throw ExitCode(error.exitCode)
    }
}
