internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Programs of which each reads what the one before it writes.
struct Pipeline: Sendable {
    /// A program and what it is called with.
    struct Stage: Sendable {
        let program: String
        let arguments: [String]
    }

    let stages: [Stage]

    /// Runs them all to their end. Both files are closed.
    ///
    /// - Parameters:
    ///   - source: What the first one reads; nothing by default.
    ///   - sink: What the last one writes to.
    /// - Throws: `BackupError.noProgram`, or `.failed` with what they printed.
    func run(from source: FileDescriptor? = nil, to sink: FileDescriptor) async throws {
        precondition(!stages.isEmpty, "a pipeline has a stage")
        let complaints = FileManager.default.temporaryDirectory.appendingPathComponent("thin-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: complaints) }
        let log = try FileDescriptor.open(
            FilePath(complaints.path), .writeOnly, options: [.create, .exclusiveCreate, .append],
            permissions: .ownerReadWrite)
        defer { try? log.close() }
        var ends = [(input: try source ?? FileDescriptor.open("/dev/null", .readOnly), output: sink)]
        for _ in stages.dropFirst() {
            let pipe = try FileDescriptor.pipe()
            // Of other children nobody may hold it open.
            for end in [pipe.readEnd, pipe.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
            ends[ends.count - 1].output = pipe.writeEnd
            ends.append((pipe.readEnd, sink))
        }
        let failures = try await withThrowingTaskGroup(of: (Int, TerminationStatus).self) { group in
            for (number, stage) in stages.enumerated() {
                let end = ends[number]
                group.addTask { (number, try await Self.ending(of: stage, end.input, end.output, log)) }
            }
            return try await group.reduce(into: [(stage: Int, status: TerminationStatus)]()) { found, ending in
                if !ending.1.isSuccess { found.append(ending) }
            }
        }
        // Those before the culprit had nobody to write to, those after it had not all to read.
        let culprits = failures.filter { $0.status != .signaled(SIGPIPE) }
        if let culprit = (culprits.isEmpty ? failures : culprits).min(by: { $0.stage < $1.stage }) {
            let text = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
            throw BackupError.failed(stages[culprit.stage].program, text.trimmingCharacters(in: .newlines))
        }
    }

    private static func ending(
        of stage: Stage, _ input: FileDescriptor, _ output: FileDescriptor, _ log: FileDescriptor
    ) async throws -> TerminationStatus {
        let path = FilePath(stage.program)
        do {
            let result = try await Subprocess.run(
                path.isAbsolute ? .path(path) : .name(stage.program), arguments: Arguments(stage.arguments),
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(output, closeAfterSpawningProcess: true),
                error: .fileDescriptor(log, closeAfterSpawningProcess: false))
            return result.terminationStatus
        } catch is SubprocessError {
            throw BackupError.noProgram(stage.program)
        }
    }
}
