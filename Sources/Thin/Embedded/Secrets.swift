internal import Foundation

/// Passwords and the token key of a private cluster: made once, kept in a file that only its owner reads.
struct Secrets: Codable, Sendable {
    let superuserPassword: String
    let authenticatorPassword: String
    let jwtSecret: String

    /// Reads the file, or makes it.
    ///
    /// - Parameter path: Where it is kept.
    /// - Throws: When it can't be read or written.
    static func kept(at path: String) throws -> Secrets {
        if let bytes = FileManager.default.contents(atPath: path) {
            return try JSONDecoder().decode(Secrets.self, from: bytes)
        }
        let secrets = Secrets(superuserPassword: random(), authenticatorPassword: random(), jwtSecret: random())
        let bytes = try JSONEncoder().encode(secrets)
        guard FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
        else {
            throw CocoaError(.fileWriteUnknown)
        }
        return secrets
    }

    /// 256 bits as hexadecimal.
    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
