internal import HTTPTypes
internal import Hummingbird

/// What browsers are told with every answer (OWASP's secure headers). A page that needs more says so itself.
struct SecurityHeaders: Sendable {
    /// A year, as browsers' preload lists want it.
    private static let transportSeconds = 31_536_000

    private let fields: [HTTPField]

    /// - Parameter isEncrypted: Whether clients reach the service by TLS; then they are to do so always.
    init(isEncrypted: Bool) {
        var fields = [
            HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            HTTPField(name: .referrerPolicy, value: "no-referrer"),
        ]
        if isEncrypted {
            fields.append(
                HTTPField(name: .strictTransportSecurity, value: "max-age=\(Self.transportSeconds); includeSubDomains"))
        }
        self.fields = fields
    }

    func mark(_ response: inout Response) {
        for field in fields where response.headers[field.name] == nil { response.headers.append(field) }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy") ?? .xContentTypeOptions
}
