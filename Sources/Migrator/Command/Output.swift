import ArgumentParser
import Foundation
import Migrator

/// What verbs write to standard output.
enum Output {
    /// Exit code of `verify`, `test` and `lint` that found something.
    static let checkFailed: Int32 = 8

    /// Writes a value as one line of JSON.
    static func json(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        do {
            FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
        } catch {
            preconditionFailure("\(value) can't be written as JSON")
        }
    }

    /// Writes what differs, a line each below it.
    static func show(_ difference: Difference) {
        let path = difference.path.map { " (\($0))" } ?? ""
        print("\(difference.state.rawValue) \(difference.type) \(difference.identity)\(path)")
        for line in difference.lines { print("    \(line)") }
    }

    /// Writes how checks ended, failures first, and ends the process with 8 if there are any.
    static func checks(_ checks: [Check], asJSON: Bool) throws {
        let failed = checks.filter { !$0.passed }
        if asJSON {
            json(checks)
        } else {
            for check in failed {
                print("failed \(check.path)")
                for line in check.failures { print("    \(line.replacing("\n", with: "\n    "))") }
            }
            print("\(checks.count - failed.count) of \(checks.count) passed")
        }
        if !failed.isEmpty { throw ExitCode(checkFailed) }
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
