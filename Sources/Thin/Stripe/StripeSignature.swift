internal import Crypto
internal import Foundation

/// What proves that an event is Stripe's: the header `Stripe-Signature` holds a time and, for each secret that is valid,
/// the HMAC-SHA256 of time and body (https://docs.stripe.com/webhooks#verify-manually).
package struct StripeSignature: Sendable {
    /// Why a message isn't believed.
    package enum Refusal: String, Error, Sendable {
        case missing = "no signature"
        case malformed = "no time, or no signature of scheme v1"
        case stale = "signed too long ago, or ahead of time"
        case forged = "signed by somebody else, or changed"
    }

    /// How far a message's time may be from ours, in seconds.
    static let toleranceSeconds = 300

    private let keys: [SymmetricKey]

    /// - Parameter secrets: The endpoint's, `whsec_…`; several while it is changed.
    package init(secrets: [String]) {
        keys = secrets.map { SymmetricKey(data: Data($0.utf8)) }
    }

    /// Whether no message can be believed.
    var isUnset: Bool { keys.isEmpty }

    /// - Parameters:
    ///   - header: `t=…,v1=…`; other schemes don't count.
    ///   - body: As it was sent.
    ///   - seconds: What time it is, since 1970.
    /// - Throws: Why it isn't believed.
    package func check(_ header: String?, body: [UInt8], seconds: Int) throws(Refusal) {
        guard let header, !header.isEmpty else { throw .missing }
        let items = header.split(separator: ",", omittingEmptySubsequences: false).map(Self.item)
        // One that is broken spoils the others, as it does for Stripe's own libraries.
        guard !items.contains(where: { ["t", "v1"].contains($0.name) && $0.value == nil }) else { throw .malformed }
        let signatures = items.filter { $0.name == "v1" }.compactMap { $0.value.flatMap(Self.bytes) }
        guard let time = items.first(where: { $0.name == "t" })?.value, time.allSatisfy(\.isNumber),
            let signedAt = Int(time), !signatures.isEmpty
        else { throw .malformed }
        guard abs(seconds - signedAt) <= Self.toleranceSeconds else { throw .stale }
        let message = Data("\(signedAt).".utf8) + body
        let isOurs = keys.contains { key in
            // Computed once for as many signatures as there may be; compared in constant time.
            let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
            return signatures.contains { code == $0 }
        }
        guard isOurs else { throw .forged }
    }

    private static func item(_ text: Substring) -> (name: Substring, value: Substring?) {
        guard let end = text.firstIndex(of: "=") else { return (text, nil) }
        return (text[..<end], text[text.index(after: end)...])
    }

    /// As Stripe writes them: 64 small hexadecimal digits.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        text.wholeMatch(of: /[0-9a-f]{64}/) == nil ? nil : Hexadecimal.bytes(text)
    }
}
