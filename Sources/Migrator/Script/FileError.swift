/// Something in a file that keeps it from being run, found before anything of it was.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's path below the project's folder.
    public let path: String
    /// Line from 1.
    public let line: Int
    /// Column in characters from 1.
    public let column: Int
    /// The line.
    public let text: String
    /// What is wrong.
    public let message: String
    /// What to do.
    public let hint: String?

    /// - Parameter offset: Where in the file, in bytes.
    init(_ message: String, in file: SourceFile, at offset: Int, hint: String? = nil) {
        let place = file.place(ofByte: offset)
        path = file.path
        (line, column, text) = (place.line, place.column, place.text)
        self.message = message
        self.hint = hint
    }

    /// `path:line:column: message`, the line, and the hint.
    public var description: String {
        "\(path):\(line):\(column): \(message)\n    \(text)" + (hint.map { "\n    hint: \($0)" } ?? "")
    }
}
