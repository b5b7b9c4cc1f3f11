import Foundation

/// A folder of SQL that a test writes.
struct SQLFolder: Sendable {
    /// Its path.
    let path: String

    /// Makes a folder with files for `body` and removes it afterwards.
    static func with<R: Sendable>(
        _ files: KeyValuePairs<String, String> = [:], _ body: (SQLFolder) async throws -> R
    ) async throws -> R {
        let path = FileManager.default.temporaryDirectory.appending(path: "thin-sql-\(UUID().uuidString)").path
        let folder = SQLFolder(path: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (name, text) in files { try folder.write(name, text) }
        return try await body(folder)
    }

    /// Writes a file.
    ///
    /// - Parameter name: Its path below the folder.
    func write(_ name: String, _ text: String) throws {
        try write(name, Data(text.utf8))
    }

    /// Writes a file.
    func write(_ name: String, _ bytes: Data) throws {
        let file = URL(fileURLWithPath: path).appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    /// Removes a file.
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
}
