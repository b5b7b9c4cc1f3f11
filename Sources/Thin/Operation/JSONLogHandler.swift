package import Foundation
public import Logging
internal import Synchronization

/// Writes each log line as one JSON object to standard error: `time`, `level`, `logger`, `message`, and what else is
/// known, each under its own name. Values are strings.
public struct JSONLogHandler: LogHandler {
    /// Names that a line has anyway.
    private static let own: Set<String> = ["time", "level", "logger", "message"]
    /// Lines are written whole, one at a time.
    private static let lock = Mutex(())

    private let label: String
    /// The least that is written.
    public var logLevel: Logger.Level
    /// What every line holds.
    public var metadata: Logger.Metadata = [:]

    /// - Parameters:
    ///   - label: Who logs.
    ///   - level: The least that is written.
    public init(label: String, level: Logger.Level) {
        self.label = label
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let line = Self.line(
            at: .now, level: event.level, label: label, message: event.message.description,
            metadata: metadata.merging(event.metadata ?? [:]) { $1 })
        Self.lock.withLock { _ in FileHandle.standardError.write(Data(line.utf8)) }
    }

    /// One line with its end.
    package static func line(
        at time: Date, level: Logger.Level, label: String, message: String, metadata: Logger.Metadata
    ) -> String {
        var members = [
            (name: "time", value: time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            (name: "level", value: level.rawValue), (name: "logger", value: label), (name: "message", value: message),
        ]
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            members.append((name: own.contains(name) ? "_\(name)" : name, value: "\(value)"))
        }
        return JSONText.object(members) + "\n"
    }
}
