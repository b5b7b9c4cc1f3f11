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
        let failed = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            for (number, stage) in stages.enumerated() {
                let end = ends[number]
                group.addTask { (number, try await Self.succeeds(stage, end.input, end.output, log)) }
            }
            return try await group.reduce(into: [Int]()) { if !$1.1 { $0.append($1.0) } }
        }
        // The others fail because one did, as a rule the last.
        if let last = failed.max() {
            let text = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
            throw BackupError.failed(stages[last].program, text.trimmingCharacters(in: .newlines))
        }
    }

    private static func succeeds(
        _ stage: Stage, _ input: FileDescriptor, _ output: FileDescriptor, _ log: FileDescriptor
    ) async throws -> Bool {
        let path = FilePath(stage.program)
        do {
            let result = try await Subprocess.run(
                path.isAbsolute ? .path(path) : .name(stage.program), arguments: Arguments(stage.arguments),
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(output, closeAfterSpawningProcess: true),
                error: .fileDescriptor(log, closeAfterSpawningProcess: false))
            return result.terminationStatus.isSuccess
        } catch is SubprocessError {
            throw BackupError.noProgram(stage.program)
        }
    }
}
