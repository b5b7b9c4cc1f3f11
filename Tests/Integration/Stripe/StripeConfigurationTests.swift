import Testing
import Thin

/// Which settings take money, and that none of them is shown.
@Suite struct StripeConfigurationTests {
    @Test func `settings that can't be used are named`() {
        for (key, secret, base, variable) in [
            ("pk_test_1", "", StripeConfiguration.stripeBase, "STRIPE_SECRET_KEY"),
            ("sk_test_1\nx: y", "", StripeConfiguration.stripeBase, "STRIPE_SECRET_KEY"),
            ("sk_test_1", "secret", StripeConfiguration.stripeBase, "STRIPE_WEBHOOK_SECRET"),
            ("sk_test_1", "whsec_1,x", StripeConfiguration.stripeBase, "STRIPE_WEBHOOK_SECRET"),
            ("sk_test_1", "", "ftp://x", "STRIPE_API_BASE"), ("sk_test_1", "", "https://a@b", "STRIPE_API_BASE"),
            // A live key would be there for all to read.
            ("sk_live_1", "", "http://127.0.0.1:1", "STRIPE_API_BASE"),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                try StripeConfiguration(secretKey: key, webhookSecret: secret, apiBase: base)
            }
            #expect(error?.variable == variable)
        }
    }

    @Test func `none of it is printed`() throws {
        let configuration = try StripeConfiguration(
            secretKey: "rk_live_planted1", webhookSecret: " whsec_planted2 , whsec_planted3",
            apiBase: "https://stripe.example/")
        #expect("\(configuration)" == "StripeConfiguration(https://stripe.example)")
        #expect(!String(reflecting: configuration).contains("planted"))
    }
}
