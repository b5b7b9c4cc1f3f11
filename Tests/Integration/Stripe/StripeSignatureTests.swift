import Crypto
import Foundation
import Testing
import Thin

/// Who is believed to be Stripe; Stripe's own library agrees in `test_payments_signatures.py`.
@Suite struct StripeSignatureTests {
    private static let secret = "whsec_planted", now = 1_800_000_000
    private static let body = Array(#"{"id":"evt_1"}"#.utf8)

    private static func sign(_ body: [UInt8] = body, by secret: String = secret, at seconds: Int = now) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(seconds).".utf8) + body, using: key)
        return code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func refusal(
        of header: String?, _ body: [UInt8] = body, secrets: [String] = [secret]
    ) -> StripeSignature.Refusal? {
        do throws(StripeSignature.Refusal) {
            try StripeSignature(secrets: secrets).check(header, body: body, seconds: now)
            return nil
        } catch {
            return error
        }
    }

    @Test func `what Stripe signs is believed`() {
        let signature = Self.sign()
        let other = Self.sign(by: "whsec_other")
        for header in [
            "t=\(Self.now),v1=\(signature)", "v1=\(signature),t=\(Self.now)",
            "t=\(Self.now),v1=\(other),v1=\(signature),v0=\(other)", "t=\(Self.now),v1=,v1=x,v1=\(signature)",
            "t=\(Self.now - 300),v1=\(Self.sign(at: Self.now - 300))",
            "t=\(Self.now + 300),v1=\(Self.sign(at: Self.now + 300))",
        ] {
            #expect(Self.refusal(of: header) == nil, "\(header)")
        }
        // While the secret is changed, both count.
        #expect(Self.refusal(of: "t=\(Self.now),v1=\(other)", secrets: [Self.secret, "whsec_other"]) == nil)
    }

    @Test func `nobody else is`() {
        let signature = Self.sign()
        #expect(Self.refusal(of: nil) == .missing)
        #expect(Self.refusal(of: "") == .missing)
        for header in [
            "nonsense", "t=\(Self.now)", "v1=\(signature)", "t=\(Self.now),v0=\(signature)", "t=,v1=\(signature)",
            "t=-\(Self.now),v1=\(signature)", "t=99999999999999999999,v1=\(signature)",
            "t=\(Self.now),v1=\(signature.uppercased())", "t=\(Self.now),v1=\(signature.dropLast())",
            "t=\(Self.now),v1=\(signature)0", "t=٣,v1=\(signature)", "t=,t=\(Self.now),v1=\(signature)",
            "t,t=\(Self.now),v1=\(signature)", "v1,t=\(Self.now),v1=\(signature)",
        ] {
            #expect(Self.refusal(of: header) == .malformed, "\(header)")
        }
        for seconds in [Self.now - 301, Self.now + 301, 0, Int.max] {
            #expect(Self.refusal(of: "t=\(seconds),v1=\(Self.sign(at: seconds))") == .stale, "\(seconds)")
        }
        let header = "t=\(Self.now),v1=\(signature)"
        #expect(Self.refusal(of: "t=\(Self.now - 1),v1=\(signature)") == .forged)
        #expect(Self.refusal(of: header, Self.body + [0x20]) == .forged)
        #expect(Self.refusal(of: header, []) == .forged)
        #expect(Self.refusal(of: header, secrets: ["whsec_other"]) == .forged)
        #expect(Self.refusal(of: header, secrets: []) == .forged)
    }
}
