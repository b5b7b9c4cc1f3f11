internal import Foundation
internal import JWTKit

/// The keys that tokens are signed with and checked against.
///
/// The secret signs keys for programs and is taken in tokens that name no key. Users' tokens are signed with the first
/// key of `THIN_JWT_KEYS` that may sign, and with the secret when there is none. To rotate, a new key is put first; the
/// old one stays, so that its tokens are taken until they expire.
package struct TokenKeys: Sendable {
    let collection: JWTKeyCollection
    private let signingKey: JWKIdentifier?
    /// The public keys as a JSON Web Key Set.
    package let publicSet: String

    /// - Parameters:
    ///   - secret: Key of HS256 tokens.
    ///   - keys: A JSON array of keys, or a set of them; empty for none.
    /// - Throws: `ConfigurationError` when the keys can't be used.
    package init(secret: String, keys: String = "") async throws(ConfigurationError) {
        let serializer = DefaultJWTSerializer(jsonEncoder: ClaimsEncoder())
        let collection = JWTKeyCollection(defaultJWTSerializer: serializer)
        await collection.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256, serializer: serializer)
        do {
            let listed = try Self.read(keys)
            guard Set(listed.map(\.identifier)).count == listed.count else { throw Twice() }
            for key in listed {
                let identifier = JWKIdentifier(string: key.identifier)
                switch key.material {
                case .hmac(let secret):
                    await collection.add(
                        hmac: secret, digestAlgorithm: .sha256, kid: identifier, serializer: serializer)
                case .asymmetric(let key): try await collection.add(jwk: key)
                }
            }
            signingKey = listed.first { $0.signs }.map { JWKIdentifier(string: $0.identifier) }
            publicSet = #"{"keys":["# + listed.compactMap(\.publicJSON).joined(separator: ",") + "]}"
        } catch {
            throw ConfigurationError(
                variable: "THIN_JWT_KEYS",
                rule: "is a JSON array of keys with kty, kid and their parts: EC on P-256, RSA, or oct of 32 bytes")
        }
        self.collection = collection
    }

    /// Signs a user's claims.
    ///
    /// - Parameter claims: A JSON object; it is signed as it is.
    /// - Throws: What signing throws.
    package func sign(_ claims: String) async throws -> String {
        try await collection.sign(Claims(json: Data(claims.utf8)), kid: signingKey)
    }

    private static func read(_ keys: String) throws -> [TokenKey] {
        struct KeySet: Decodable { let keys: [TokenKey] }
        if keys.isEmpty { return [] }
        let bytes = Data(keys.utf8)
        return bytes.first == UInt8(ascii: "{")
            ? try JSONDecoder().decode(KeySet.self, from: bytes).keys
            : try JSONDecoder().decode([TokenKey].self, from: bytes)
    }

    private struct Twice: Error {}
}

/// Claims that are JSON already.
private struct Claims: JWTPayload {
    /// They are signed and never read.
    struct Unreadable: Error {}

    let json: Data

    init(json: Data) {
        self.json = json
    }

    init(from decoder: any Decoder) throws {
        throw Unreadable()
    }

    func encode(to encoder: any Encoder) throws {
        throw Unreadable()
    }

    func verify(using algorithm: some JWTAlgorithm) {}
}

/// Hands on claims that are JSON already, and encodes the rest, which is the header.
private struct ClaimsEncoder: JWTJSONEncoder {
    func encode<T: Encodable>(_ value: T) throws -> Data {
        if let claims = value as? Claims { return claims.json }
        return try JSONEncoder().encode(value)
    }
}
