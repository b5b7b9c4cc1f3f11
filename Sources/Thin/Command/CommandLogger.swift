import Foundation
import Logging

/// The logger of a command: to standard error, since standard output is for answers.
func commandLogger() -> Logger {
    LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
    return Logger(label: "thin")
}

/// Says on standard error why the command can't go on.
func complain(_ error: any Error) {
    FileHandle.standardError.write(Data("thin: \(error)\n".utf8))
}
