internal import Crypto
internal import Foundation

/// A key that signs webhooks (Standard Webhooks 1.0). It prints without itself.
package struct WebhookSecret: Sendable, CustomStringConvertible {
    private let key: SymmetricKey

    /// - Parameter text: `whsec_` and the key as base64; nil for anything else.
    package init?(_ text: String) {
        guard
            text.hasPrefix("whsec_"), let key = Data(base64Encoded: String(text.dropFirst("whsec_".count))),
            !key.isEmpty
        else { return nil }
        self.key = SymmetricKey(data: key)
    }

    /// What the header `webhook-signature` says of a message: HMAC-SHA256 of its id, its time and its body.
    ///
    /// - Parameter seconds: When it is sent, since 1970.
    package func signature(id: String, seconds: Int, body: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(seconds).\(body)".utf8), using: key)
        return "v1," + Data(code).base64EncodedString()
    }

    /// Nothing of the key.
    package var description: String { "WebhookSecret" }
}
