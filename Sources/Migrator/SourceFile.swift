internal import Crypto
internal import Foundation

/// A file of SQL and what tells whether it changed.
public struct SourceFile: Sendable, Hashable {
    /// Its path below the project's folder, such as `code/api/views/balance.sql`.
    public let path: String
    /// Its text, without byte-order mark and with `\n` at the end of every line.
    public let sql: String
    /// SHA-256 of `sql`, in hexadecimal, so that an editor's line endings are no change.
    public let checksum: String

    /// Takes a file's text as it is on disk.
    init(path: String, text: String) {
        var text = text.replacingOccurrences(of: "\r\n", with: "\n")
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        while text.hasSuffix("\n") { text.removeLast() }
        self.path = path
        sql = text + "\n"
        checksum = SHA256.hash(data: Data(sql.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
