internal import Crypto
internal import Foundation

/// A file of SQL and what tells whether it changed.
public struct SourceFile: Sendable, Hashable {
    /// Its path below the project's folder, such as `code/api/views/balance.sql`.
    public let path: String
    /// Its text, without byte-order mark and with `\n` at the end of every line.
    public let sql: String
    /// SHA-256 of `sql` and of what it includes, in hexadecimal, so that an editor's line endings are no change.
    public let checksum: String
    /// Files that it includes by `\ir`, in the order in which they are.
    let includes: [SourceFile]

    /// Takes a file's text as it is on disk.
    init(path: String, text: String, includes: [SourceFile] = []) {
        self.path = path
        self.includes = includes
        sql = Self.normalised(text)
        checksum = Self.digest(sql + includes.map(\.checksum).joined())
    }

    /// A text without byte-order mark, `\n` at the end of every line and one of them at the end of all.
    static func normalised(_ text: String) -> String {
        var text = text.utf8.contains(0x0D) ? text.replacingOccurrences(of: "\r\n", with: "\n") : text
        if text.utf8.starts(with: "\u{FEFF}".utf8) { text.unicodeScalars.removeFirst() }
        while text.hasSuffix("\n") { text.removeLast() }
        return text + "\n"
    }

    /// SHA-256 in hexadecimal.
    static func digest(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { buffer in
            var count = 0
            for byte in SHA256.hash(data: Data(text.utf8)) {
                buffer[count] = digits[Int(byte >> 4)]
                buffer[count + 1] = digits[Int(byte & 0xF)]
                count += 2
            }
            return count
        }
    }

    /// SHA-256 of the tokens that count, so that comments and spaces are no change.
    var meaning: String {
        let text = Array(sql.utf8)
        var words: [UInt8] = []
        words.reserveCapacity(text.count)
        for token in Lexer.tokens(of: text) where token.kind != .space && token.kind != .comment {
            words += text[token.range]
            words.append(0x20)
        }
        return Self.digest(String(decoding: words, as: UTF8.self) + includes.map(\.meaning).joined())
    }

    /// Where a byte stands: line and column, in characters from 1, and the line's text.
    func place(ofByte offset: Int) -> (line: Int, column: Int, text: String) {
        let bytes = Array(sql.utf8)
        let offset = min(max(offset, 0), bytes.count)
        let start = bytes[..<offset].lastIndex(of: Byte.newline).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: Byte.newline) ?? bytes.count
        return (
            bytes[..<start].count { $0 == Byte.newline } + 1,
            String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars.count + 1,
            String(decoding: bytes[start..<end], as: UTF8.self)
        )
    }
}
