internal import Foundation

/// The server that takes mail, and whom it is from. It prints without its secrets.
public struct MailConfiguration: Sendable, CustomStringConvertible {
    /// Whether the connection is encrypted, by STARTTLS or from its start. Certificates are always checked.
    public enum Encryption: String, Sendable {
        case required
        /// If the server offers it.
        case optional
        case never
    }

    /// As libcurl takes it, without what is secret: scheme, host, port.
    let url: String
    let user: String?
    let password: String?
    public let encryption: Encryption
    /// Certificates to trust instead of the system's; nil for those.
    let authorities: String?
    /// As in the header `From`.
    let sender: String
    /// The address alone.
    let senderAddress: String

    /// - Parameters:
    ///   - server: `smtp://user:password@host:587`, or `smtps://…:465`. `?starttls=required|optional|never` says
    ///     whether `smtp` has to become encrypted: by default it has to, but on the same machine. `?ca=` is a file of
    ///     certificates to trust.
    ///   - sender: An address, or `Name <address>`.
    /// - Throws: `ConfigurationError` naming the variable that is wrong.
    public init(server: String, sender: String) throws(ConfigurationError) {
        guard
            let parts = URLComponents(string: server), let scheme = parts.scheme?.lowercased(),
            ["smtp", "smtps"].contains(scheme), let host = parts.host, !host.isEmpty
        else {
            throw ConfigurationError(variable: "SMTP_URL", rule: "is smtp:// or smtps://, then user:password@host:port")
        }
        let options = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let byDefault: Encryption = Self.isNear(host) ? .optional : .required
        guard let encryption = options["starttls"].map({ Encryption(rawValue: $0) }) ?? byDefault else {
            throw ConfigurationError(variable: "SMTP_URL", rule: "has starttls=required, optional or never")
        }
        guard let address = Self.address(in: sender) else {
            throw ConfigurationError(variable: "MAIL_FROM", rule: "is an address, or Name <address>")
        }
        url = "\(scheme)://\(host):\(parts.port ?? (scheme == "smtps" ? 465 : 587))"
        user = parts.user
        password = parts.password
        self.encryption = scheme == "smtps" ? .required : encryption
        authorities = options["ca"]
        self.sender = sender
        senderAddress = address
    }

    /// Where mail goes; nothing secret.
    public var description: String { "MailConfiguration(\(url), from \(senderAddress))" }

    private static func isNear(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    private static func address(in sender: String) -> String? {
        guard sender.unicodeScalars.allSatisfy({ (" "..."~").contains($0) }) else { return nil }
        let address = sender.firstMatch(of: /^[^<>]*<([^<>]+)>$/).map { String($0.1) } ?? sender
        return address.wholeMatch(of: /[^\s<>(),;:"@]+@[^\s<>(),;:"@]+/) == nil ? nil : address
    }
}
