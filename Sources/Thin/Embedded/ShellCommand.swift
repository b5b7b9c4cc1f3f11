internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A program of PostgreSQL's, run to its end as the user who may run a server: `postgres` when Thin runs as root, since
/// PostgreSQL refuses root.
struct ShellCommand: Sendable {
    let path: String
    let arguments: [String]
    /// What it finds in its environment, beside what Thin does.
    var environment: [String: String] = [:]
    /// Whether it speaks to standard error itself, such as of its progress.
    var isShown = false

    /// What it printed and how it ended.
    struct Outcome: Sendable {
        let isSuccess: Bool
        let output: String
    }

    /// The system user that runs PostgreSQL for root.
    static let serverUser = "postgres"
    /// Where that user may be, whatever folder Thin was started in.
    private static let workingDirectory: FilePath = "/"

    /// - Throws: `EmbeddedError` when it can't be started.
    func run() async throws -> Outcome {
        let isRoot = geteuid() == 0
        let program = isRoot ? "/usr/sbin/runuser" : path
        let words = isRoot ? ["-u", Self.serverUser, "--", path] + arguments : arguments
        // A file, not a pipe: the server that pg_ctl starts would keep a pipe open for as long as it runs.
        let capture = FileManager.default.temporaryDirectory.appendingPathComponent("thin-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: capture) }
        do {
            let sink =
                isShown
                ? FileDescriptor.standardError
                : try FileDescriptor.open(
                    FilePath(capture.path), .readWrite, options: [.create, .exclusiveCreate],
                    permissions: .ownerReadWrite)
            let additions = environment.map { (Subprocess.Environment.Key(stringLiteral: $0), Optional($1)) }
            let result = try await Subprocess.run(
                .path(FilePath(program)), arguments: Arguments(words),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: additions)),
                workingDirectory: Self.workingDirectory,
                output: .fileDescriptor(sink, closeAfterSpawningProcess: !isShown), error: .combinedWithOutput)
            let output = (try? String(contentsOf: capture, encoding: .utf8)) ?? ""
            return Outcome(isSuccess: result.terminationStatus.isSuccess, output: output)
        } catch is SubprocessError {
            throw EmbeddedError.cannotRun(path)
        }
    }

    /// Runs it and takes anything but success for a failure.
    ///
    /// - Throws: `EmbeddedError` with what it printed.
    func succeed() async throws {
        let outcome = try await run()
        guard outcome.isSuccess else { throw EmbeddedError.failed(path, outcome.output) }
    }
}
