internal import Crypto
internal import Foundation

/// SHA-256 of files.
enum FileDigest {
    /// Bytes read at once.
    private static let pieceSize = 1 << 20

    /// In hexadecimal.
    ///
    /// - Throws: `BackupError.unreadable`.
    static func hexadecimal(of path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { throw BackupError.unreadable(path) }
        defer { try? file.close() }
        var digest = SHA256()
        while let piece = try file.read(upToCount: pieceSize), !piece.isEmpty { digest.update(data: piece) }
        return digest.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
