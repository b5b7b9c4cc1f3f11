import Dispatch
import Foundation

/// Runs programs for tests.
///
/// Foundation's `Process` isn't used: it takes a child for alive as long as any of its descendants is, such
/// as a server that `pg_ctl` leaves running.
enum Shell {
    /// A program that ended with another status than 0.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program and returns what it wrote, without the last line end.
    @discardableResult
    static func run(_ program: String, _ arguments: [String]) async throws -> String {
        // A file, not a pipe: a server that stays would keep a pipe open.
        let output = FileManager.default.temporaryDirectory.appending(path: "thin-shell-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: output) }
        let status = await withCheckedContinuation { (ended: CheckedContinuation<Int32, Never>) in
            DispatchQueue(label: "thin.shell").async {
                ended.resume(returning: runBlocking([program] + arguments, output: output))
            }
        }
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard status == 0 else { throw Failed(description: "\(program) \(arguments): \(status), \(text)") }
        return text.trimmingCharacters(in: .newlines)
    }

    /// Runs a program as the user a server may run as: `postgres` for root, whom `initdb` refuses, otherwise
    /// oneself.
    @discardableResult
    static func runAsServer(_ program: String, _ arguments: [String]) async throws -> String {
        guard geteuid() == 0 else { return try await run(program, arguments) }
        return try await run("runuser", ["-u", "postgres", "--", program] + arguments)
    }

    /// Returns the program's wait status, or -1 if it can't be started.
    private static func runBlocking(_ command: [String], output: String) -> Int32 {
        #if os(Linux)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, command[0], &actions, nil, &arguments, environment) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status
    }

    private static var environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        #if os(Linux)
            environ
        #else
            _NSGetEnviron().pointee
        #endif
    }
}
