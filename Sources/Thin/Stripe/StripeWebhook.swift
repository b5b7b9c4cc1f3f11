internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Postgres

/// Takes Stripe's events: checks who signed them and hands them to the database, which keeps each once, with what it
/// does. What isn't answered 200 Stripe sends again, for three days.
package struct StripeWebhook: Sendable {
    static let path = "/webhooks/stripe"
    /// Longest body, in bytes.
    static let bodyBytesMax = 262_144

    let gateway: Gateway
    let signature: StripeSignature

    package init(gateway: Gateway, signature: StripeSignature) {
        self.gateway = gateway
        self.signature = signature
    }

    /// - Throws: `Problem` 503 without a secret, 400 for what isn't Stripe's or no event, 413 for what is too large.
    func answer(_ request: Request, _ context: ThinRequestContext) async throws -> Response {
        guard !signature.isUnset else { throw Problem.paymentsUnset("STRIPE_WEBHOOK_SECRET") }
        let body = try await Routes.body(of: request, bytesMax: Self.bodyBytesMax)
        do throws(StripeSignature.Refusal) {
            try signature.check(
                request.headers[.stripeSignature], body: body, seconds: Int(Date.now.timeIntervalSince1970))
        } catch {
            gateway.observe(.stripeRefused(requestID: context.requestID, reason: error.rawValue))
            throw Problem.invalidArgument("Stripe-Signature", "the body is signed by Stripe, within five minutes")
        }
        // libpq's text ends there.
        guard !body.contains(0) else { throw Problem.invalidArgument("payload", "the body is one JSON object") }
        let scope = RequestScope(
            caller: .anonymous, id: context.requestID, trace: context.trace, method: request.method.rawValue,
            path: Self.path, address: context.address, headers: TransmittedHeaders.shown(request.headers))
        let receipt = try await gateway.ask(
            "select r.id, r.type, r.status, r.is_new from billing.receive_stripe_event(\(body)::jsonb) r",
            fields: ["payload"], asServiceIn: scope)
        gateway.observe(
            .stripeEvent(
                id: receipt.text(0, 0) ?? "", type: receipt.text(0, 1) ?? "", status: receipt.text(0, 2) ?? "",
                isNew: receipt.text(0, 3) == "t"))
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"received":true}"#)))
    }
}

extension HTTPField.Name {
    /// Time and signatures of an event.
    fileprivate static let stripeSignature = Self("Stripe-Signature") ?? .authorization
}
