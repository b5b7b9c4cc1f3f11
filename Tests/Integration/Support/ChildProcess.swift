import Dispatch
import Foundation
import Synchronization

/// A program that runs beside the tests; what it writes is kept in files.
///
/// `posix_spawn` rather than Foundation's `Process`, for the reason that `Shell` gives.
final class ChildProcess: Sendable {
    /// Its process id.
    let pid: Int32
    private let folder: String
    private let status = Mutex<Int32?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Full path.
    ///   - environment: Added to the tests' own; nothing named there is passed twice.
    init(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        let folder = Self.logs.appending(path: "thin-child-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        guard
            let pid = Self.spawn([program] + arguments, all.map { "\($0)=\($1)" }, output: folder)
        else { throw TestCluster.Unavailable(description: "\(program) can't be started") }
        self.folder = folder
        self.pid = pid
        DispatchQueue(label: "thin.child").async { [self] in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
            let isSignal = status & 0x7F != 0
            self.status.withLock { $0 = isSignal ? 128 + status & 0x7F : (status >> 8) & 0xFF }
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: "\(folder)/out")
        if Self.keptLogs == nil { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Where logs stay after their process, for whoever searches them when all tests are over.
    private static let keptLogs = ProcessInfo.processInfo.environment["THIN_TEST_LOGS"]

    private static var logs: URL {
        keptLogs.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
    }

    /// What it wrote to standard output so far.
    var output: String { text("out") }

    /// What it wrote to standard error so far.
    var log: String { text("err") }

    /// Its exit code, or 128 and the signal's number, once it has ended.
    var exitStatus: Int32? { status.withLock { $0 } }

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        status.withLock { status in
            if status == nil { kill(pid, number) }
        }
    }

    /// Waits until it has ended.
    func wait() async throws -> Int32 {
        while true {
            if let exitStatus { return exitStatus }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, log: String) {
        let child = try ChildProcess(program, arguments, environment: environment)
        let status = try await child.wait()
        return (status, child.output, child.log)
    }

    /// The path of a program that was built together with the tests.
    static func built(_ name: String) throws -> String {
        let executable = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
        var folder = executable.deletingLastPathComponent()
        for _ in 0..<5 {
            let candidate = folder.appending(path: name).path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        throw TestCluster.Unavailable(description: "\(name) isn't built beside \(executable.path)")
    }

    private func text(_ name: String) -> String {
        let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func spawn(_ command: [String], _ environment: [String], output folder: String) -> Int32? {
        #if os(Linux)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "\(folder)/out", flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "\(folder)/err", flags, 0o600)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var pid: pid_t = 0
        return posix_spawn(&pid, command[0], &actions, nil, &arguments, &variables) == 0 ? pid : nil
    }
}
