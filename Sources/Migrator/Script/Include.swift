internal import Foundation

/// `\ir <file>`: a file of the project that stands for its contents.
enum Include {
    /// Deeper is taken for a circle.
    static let depthLimit = 16

    /// The path that a command includes; nil for any other command.
    static func path(in command: String) -> String? {
        for name in ["\\ir ", "\\include_relative "] where command.hasPrefix(name) {
            let path = command.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
            return path.hasPrefix("'") && path.hasSuffix("'") && path.count > 2
                ? String(path.dropFirst().dropLast()) : path
        }
        return nil
    }

    /// Reads what a text includes.
    ///
    /// - Parameters:
    ///   - text: The including file's.
    ///   - path: Its path below the project's folder.
    /// - Throws: `MigratorError.unreadableFile` when there is none such inside the project.
    static func files(
        of text: String, at path: String, in folder: String, depth: Int = 0
    ) throws(MigratorError) -> [SourceFile] {
        guard text.utf8.contains(Byte.backslash) else { return [] }
        let bytes = Array(SourceFile.normalised(text).utf8)
        var files: [SourceFile] = []
        for piece in Splitter.pieces(of: bytes) where piece.kind == .command {
            guard let name = Self.path(in: String(decoding: bytes[piece.core], as: UTF8.self)) else { continue }
            let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath()
            let file = root.appendingPathComponent(path).deletingLastPathComponent().appendingPathComponent(name)
                .standardizedFileURL.resolvingSymlinksInPath()
            guard file.path.hasPrefix(root.path + "/"), !name.hasPrefix("/"), depth < depthLimit else {
                throw .unreadableFile(path: "\(path): \\ir \(name)")
            }
            let below = String(file.path.dropFirst(root.path.count + 1))
            let text: String
            do {
                text = try String(contentsOf: file, encoding: .utf8)
            } catch {
                throw .unreadableFile(path: "\(path): \\ir \(name)")
            }
            files.append(
                SourceFile(
                    path: below, text: text,
                    includes: try Self.files(of: text, at: below, in: folder, depth: depth + 1)))
        }
        return files
    }
}
