import Foundation
import Logging
import Thin

/// The logger of a command: to standard error, since standard output is for answers. How much it says is set by
/// `THIN_LOG_LEVEL`.
///
/// - Throws: `ConfigurationError` for a level that there isn't.
func commandLogger() throws(ConfigurationError) -> Logger {
    let name = ProcessInfo.processInfo.environment["THIN_LOG_LEVEL"] ?? ""
    guard let level = name.isEmpty ? .info : Logger.Level(rawValue: name) else {
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConfigurationError(variable: "THIN_LOG_LEVEL", rule: "is one of \(levels)")
    }
    LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
    }
    return Logger(label: "thin")
}

/// Says on standard error why the command can't go on.
func complain(_ error: any Error) {
    FileHandle.standardError.write(Data("thin: \(error)\n".utf8))
}
