/// How a repository's files are encrypted: by age or GnuPG, for a public key. Who makes backups can't read them.
public struct BackupEncryption: Codable, Equatable, Sendable {
    enum Tool: String, Codable {
        case age, gpg
    }

    let tool: Tool
    /// age's public key, or what GnuPG knows a key by.
    let recipient: String

    /// - Parameter text: `age:<public key>` or `gpg:<key's id or address>`.
    /// - Throws: `BackupError.unknownEncryption`.
    public init(_ text: String) throws(BackupError) {
        let parts = text.split(separator: ":", maxSplits: 1).map { String($0) }
        guard parts.count == 2, let tool = Tool(rawValue: parts[0]), !parts[1].hasPrefix("-") else {
            throw .unknownEncryption(text)
        }
        self.tool = tool
        recipient = parts[1]
    }

    /// Encrypts what it reads.
    var encrypting: Pipeline.Stage {
        switch tool {
        case .age: .init(program: "age", arguments: ["--encrypt", "--recipient", recipient])
        case .gpg:
            .init(
                program: "gpg",
                arguments: [
                    // What is compressed already isn't compressed again.
                    "--batch", "--quiet", "--no-tty", "--trust-model", "always", "--compress-algo", "none",
                    "--recipient", recipient, "--encrypt",
                ])
        }
    }

    /// Decrypts what it reads; GnuPG with the keys that the user has.
    ///
    /// - Parameter identity: The file of age's private key.
    /// - Throws: `BackupError.noIdentity`.
    func decrypting(with identity: String?) throws(BackupError) -> Pipeline.Stage {
        switch tool {
        case .age:
            guard let identity else { throw .noIdentity }
            return .init(program: "age", arguments: ["--decrypt", "--identity", identity])
        case .gpg: return .init(program: "gpg", arguments: ["--batch", "--quiet", "--no-tty", "--decrypt"])
        }
    }
}
