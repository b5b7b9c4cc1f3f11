import Testing
import Thin

/// Signatures as Standard Webhooks defines them; its own library checks real ones in `test_webhooks.py`.
@Suite struct WebhookSecretTests {
    static let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// The example that the libraries of Standard Webhooks are tested with.
    @Test func `a message is signed as the specification's example`() throws {
        let secret = try #require(WebhookSecret(Self.text))
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: #"{"test": 2432232314}"#)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `whatever is signed counts`() throws {
        let secret = try #require(WebhookSecret(Self.text))
        let other = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx"))
        let signatures = [
            secret.signature(id: "a", seconds: 1, body: "{}"), secret.signature(id: "b", seconds: 1, body: "{}"),
            secret.signature(id: "a", seconds: 2, body: "{}"), secret.signature(id: "a", seconds: 1, body: "{ }"),
            other.signature(id: "a", seconds: 1, body: "{}"),
        ]
        #expect(Set(signatures).count == 5)
    }

    @Test(arguments: ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64!", "whsk_MfKQ9r8GKYqrTwjU"])
    func `what is no secret isn't taken for one`(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test func `a secret is not printed`() throws {
        let secret = try #require(WebhookSecret(Self.text))
        #expect(!"\(secret)".contains("MfKQ"))
        #expect(!String(reflecting: secret).contains("MfKQ"))
    }
}
