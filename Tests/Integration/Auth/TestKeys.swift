import Crypto
import Foundation

/// Makes keys as JSON.
struct TestKeys: Sendable {
    /// A key.
    ///
    /// - Parameter signs: Whether it is private.
    func key(_ algorithm: String, _ name: String, signs: Bool = true) async throws -> String {
        switch algorithm {
        case "ES256":
            let key = P256.Signing.PrivateKey()
            let point = key.publicKey.rawRepresentation
            let secret = signs ? #","d":"\#(Self.text(key.rawRepresentation))""# : ""
            return #"{"kty":"EC","kid":"\#(name)","alg":"ES256","crv":"P-256","x":"\#(Self.text(point.prefix(32)))","#
                + #""y":"\#(Self.text(point.suffix(32)))"\#(secret)}"#
        case "RS256":
            return #"{"kty":"RSA","kid":"\#(name)","alg":"RS256",\#(Self.rsa)}"#
        default:
            return #"{"kty":"oct","kid":"\#(name)","alg":"HS256","k":"\#(Self.text(Data(repeating: 7, count: 32)))"}"#
        }
    }

    private static func text(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// For tests only: anybody knows it.
    private static let rsa = [
        (
            "n",
            "vOhvjz7JSrqvXbD3gQvE_-0VqnwyjCMnrDo3sCmEIoVE5YqCDVstejgS0AHo-VYzOIDkGlFp2flTiAzOB8E13CmNT6"
                + "-p1bDPRkuomNzzGleybzXzHgMKjR0wJxRcc99BJGPLnGeL7j97mUEfehJALUUNAthv0zlG3ABNmCZvtzYcz0j4IaYx"
                + "HU2WXVFyWD7ppnyQQr_fWI_omgyOd99j_i1K2-2OA7NVqrsyqlwA8OW2XGaX3G9JZxmE1Yw8HPSBK5k4-JcgnONUU-"
                + "vOGDLb_ag_YL7uLz64kVC4dRXScNpiNXPnCMimoni30oB2_rzUuPoPOVbdnMoie2ho5zH4IQ"
        ),
        ("e", "AQAB"),
        (
            "d",
            "TN9VTnhhV1yiskCqZ0QP1Yl38Jl7xFUl9sr2EGTElXuf7ryvcZnx5rNczHKKiLRQQaUJrcAFkCMKn-l-Cd_Q-Becnp"
                + "nAReoeXt-46wO2lbisLt9IYKUiLQx8pNp_SNPH4XQOzkXAxqHkvReoJHe6z_Eyez7yOoUrVal16f1yJp5UxEv23-ix"
                + "Anm0RT_v4rgvLjt_ZhX5hvRdr03AZRcZfmliivM4IOP8KN3Oy8223Z_uzSUJtFa6wCAeI1E70QPJqJDQy2UJN3kOCe"
                + "nv_YxD92-hAkpAkuYkhEKuc574EpADygLUHGhnDBVxu2ieaVMgiDZ7iClOv6n4uwbQTIxYhQ"
        ),
        (
            "p",
            "_eaEJKsIwsYWgC1WtuJ1Mk_ti1wupEJlsjdNXpHxGofgLvu25St7Q79MYBDCizbdX9z3JooAF5ITxoKWYJNbBse4z2"
                + "78HIfJEwiWLAGYBpeRKrJoJPskgRZ7phGtBAjm61KIjf1GrqJO-wbdNTv8eWDHI73IC5dYKX_oAwdC8Ss"
        ),
        (
            "q",
            "vnhWIu-d1cA2qq_WlxKvgHcfQnlCEfvQ9AySK4DWWcQkV3lLKaA53VPJIoHTuGinH4NX_k0fMcQtW033Gqs1wWuoL7"
                + "-hmFie1XA74Sjjhek39CGLrbqx6INkkos2jEqiZWf1L5CQ-juJ6cnDNGFLqURqNqXB4RKx2ejzZIvs3eM"
        ),
    ].map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
}
