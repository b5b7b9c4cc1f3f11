internal import Foundation
internal import JWTKit

/// One key of `THIN_JWT_KEYS`, a JSON Web Key (RFC 7517).
struct TokenKey: Decodable {
    /// What is in it.
    enum Material {
        case hmac(HMACKey)
        case asymmetric(JWK)
    }

    let identifier: String
    let material: Material
    /// Whether it is private, and not kept only so that tokens it signed before are still taken.
    let signs: Bool
    /// What others may know of it as JSON; nil for a secret that is shared.
    let publicJSON: String?

    private enum CodingKeys: String, CodingKey {
        case kty, kid, alg, crv, x, y, n, e, d, k
        case operations = "key_ops"
    }

    /// Why a key can't be used.
    private struct Unusable: Error {}

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let operations = try members.decodeIfPresent([String].self, forKey: .operations)
        let kind = try members.decode(String.self, forKey: .kty)
        identifier = try members.decode(String.self, forKey: .kid)
        if kind == "oct" {
            guard let secret = Self.bytes(of: try members.decode(String.self, forKey: .k)), secret.count >= 32 else {
                throw Unusable()
            }
            material = .hmac(HMACKey(from: secret))
            signs = operations?.contains("sign") ?? true
            publicJSON = nil
            return
        }
        var key = try JWK(from: decoder)
        let algorithm: JWK.Algorithm = kind == "RSA" ? .rs256 : .es256
        guard key.algorithm ?? algorithm == algorithm, kind == "RSA" || (kind == "EC" && key.curve?.rawValue == "P-256")
        else { throw Unusable() }
        key.algorithm = algorithm
        material = .asymmetric(key)
        signs = key.privateExponent != nil && operations?.contains("sign") ?? true
        var shown = [
            ("kty", kind), ("kid", identifier), ("alg", algorithm.rawValue), ("use", "sig"),
        ]
        for name: CodingKeys in kind == "RSA" ? [.n, .e] : [.crv, .x, .y] {
            shown.append((name.rawValue, try members.decode(String.self, forKey: name)))
        }
        publicJSON = String(JSONText.object(shown).dropLast()) + #","key_ops":["verify"]}"#
    }

    private static func bytes(of base64URL: String) -> Data? {
        var text = base64URL.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text)
    }
}
