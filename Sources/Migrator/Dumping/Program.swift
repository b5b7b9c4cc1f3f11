internal import Dispatch
internal import Foundation

/// A program that is run to its end.
enum Program {
    /// Runs it and returns what it wrote to standard output.
    ///
    /// - Throws: `MigratorError.program` when it isn't there or fails, with what it wrote to standard error.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String]
    ) async throws(MigratorError) -> String {
        let outcome: Result<String, MigratorError> = await withCheckedContinuation { ended in
            // Reading and waiting block, so not in the cooperative pool.
            DispatchQueue(label: "migrator.program").async {
                ended.resume(returning: blocking(name, arguments, environment))
            }
        }
        return try outcome.get()
    }

    private static func blocking(
        _ name: String, _ arguments: [String], _ environment: [String: String]
    ) -> Result<String, MigratorError> {
        // Standard error goes to a file, so that neither of two full pipes can hold up the other.
        let complaints = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        _ = FileManager.default.createFile(
            atPath: complaints.path, contents: nil, attributes: [.posixPermissions: 0o600])
        defer { try? FileManager.default.removeItem(at: complaints) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        do {
            process.standardError = try FileHandle(forWritingTo: complaints)
            try process.run()
            let written = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let text = (try? String(contentsOf: complaints, encoding: .utf8)) ?? ""
                return .failure(.program(name: name, text.trimmingCharacters(in: .newlines)))
            }
            return .success(String(decoding: written, as: UTF8.self))
        } catch {
            return .failure(.program(name: name, "it can't be run"))
        }
    }
}
