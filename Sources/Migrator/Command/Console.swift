import Foundation
import Migrator

/// Shows a run: a line a file on a terminal, in a pipe only how it ended; waits and warnings on standard error.
struct Console: Sendable {
    /// Whether what ends up on standard output is JSON.
    let isJSON: Bool
    /// Whether files are told of by whoever asked, not while they run.
    var isQuiet = false
    /// What is said of files that were run, such as `installed`.
    var participle = "installed"
    /// What is said when there were none.
    var nothing = "up to date"
    /// Which of several databases it is about.
    var label: String?
    private let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) == 1

    /// Shows an event.
    func show(_ event: RunnerEvent) {
        switch event {
        case .waitingForLock: complain("waiting for another runner")
        case .warning(let text): complain("warning: \(text)")
        case .blocked(let path, let blockers):
            complain("\(path) waits for a lock" + blockers.map { "\n    held by \($0)" }.joined())
        case .retrying(let path, let attempt, let pause, let blockers):
            complain(
                "\(path) got no lock in attempt \(attempt) and was rolled back; again in \(Self.milliseconds(pause)) ms"
                    + blockers.map { "\n    blocked by \($0)" }.joined())
        case .cleared(let path, let statement): complain("\(path): left by an earlier attempt: \(statement)")
        case .dropping(let path, let object): complain("\(path): drops \(object), to make it again")
        case .pruning(let path, let object): complain("\(path) is gone: drops \(object)")
        case .started(let path): if isTerminal, !isJSON, !isQuiet { write("\r\u{1B}[K\(path) …") }
        case .installed(let path, let took):
            if isTerminal, !isJSON, !isQuiet { write("\r\u{1B}[K\(path)  \(Self.milliseconds(took)) ms\n") }
        case .checked(let path, let passed, let took):
            if isTerminal, !isJSON {
                write("\r\u{1B}[K\(passed ? "ok    " : "failed") \(path)  \(Self.milliseconds(took)) ms\n")
            }
        case .finished(let files, let took):
            if isTerminal, !isJSON { write("\r\u{1B}[K") }
            if !isJSON, label == nil {
                let count = Output.count(files, "file")
                print(files == 0 ? nothing : "\(participle) \(count) in \(Self.milliseconds(took)) ms")
            }
        }
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    private func complain(_ text: String) {
        let place = label.map { "\($0): " } ?? ""
        FileHandle.standardError.write(Data("migrator: \(place)\(text)\n".utf8))
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
