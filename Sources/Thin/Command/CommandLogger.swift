import Foundation
import Logging
import Thin

/// The logger of a command: to standard error, since standard output is for answers. How much it says is set by
/// `THIN_LOG_LEVEL`, and by `THIN_LOG_FORMAT` whether people or programs read it.
///
/// - Throws: `ConfigurationError` for a level or a format that there isn't.
func commandLogger() throws(ConfigurationError) -> Logger {
    let name = ProcessInfo.processInfo.environment["THIN_LOG_LEVEL"] ?? ""
    guard let level = name.isEmpty ? .info : Logger.Level(rawValue: name) else {
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConfigurationError(variable: "THIN_LOG_LEVEL", rule: "is one of \(levels)")
    }
    let format = ProcessInfo.processInfo.environment["THIN_LOG_FORMAT"] ?? ""
    guard ["", "text", "json"].contains(format) else {
        throw ConfigurationError(variable: "THIN_LOG_FORMAT", rule: "is text or json")
    }
    LoggingSystem.bootstrap { label in
        if format == "json" { return JSONLogHandler(label: label, level: level) }
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
