internal import Foundation
internal import HTTPTypes
internal import Postgres

/// Leads users to Stripe's pages. The database says what to post to Stripe, one request after the other, and is told
/// what Stripe answered; nothing of it is held open meanwhile.
package struct PaymentGateway: Sendable {
    /// Functions of schema `api` whose answer is what to post first.
    static let functions: Set = ["create_checkout", "create_portal_session"]
    /// Longest that Stripe is asked for one page. The connection may be silent for longer.
    static let patience: Duration = .seconds(30)

    let gateway: Gateway
    /// Nil without a key.
    let stripe: StripeClient?

    package init(gateway: Gateway, stripe: StripeClient?) {
        self.gateway = gateway
        self.stripe = stripe
    }

    /// Whether a request is for one of them.
    func serves(_ request: RESTRequest) async -> Bool {
        guard case .function(let name) = request.path, Self.functions.contains(name), request.method != .options
        else { return false }
        return await gateway.catalogue.knowsOwnSQL
    }

    /// Asks database and Stripe in turns until there is a page.
    ///
    /// - Throws: `Problem`.
    func answer(_ request: RESTRequest, in scope: RequestScope) async throws(Problem) -> RESTAnswer {
        guard request.method == .post else { throw .unsupportedMethod(request.method) }
        guard let stripe else { throw .paymentsUnset("STRIPE_SECRET_KEY") }
        let first = try await gateway.answer(request.asPlainCall, in: scope)
        guard var next = first.body.flatMap({ StripeRequest($0.content) }) else {
            throw .unexpected(requestID: scope.id)
        }
        let deadline = ContinuousClock.now + Self.patience
        while next.path != nil {
            next = try await take(post(next, to: stripe, until: deadline, in: scope), to: next, in: scope)
        }
        guard let url = next.url else { throw .unexpected(requestID: scope.id) }
        let members = [next.id.map { ("id", $0) }, ("url", url)].compactMap { $0 }
        var answer = RESTAnswer(
            status: .ok, headers: first.headers, body: .bytes(Array(JSONText.object(members).utf8)))
        answer.headers[.contentType] = "application/json; charset=utf-8"
        answer.headers[.contentRange] = nil
        return answer
    }

    private func post(
        _ request: StripeRequest, to stripe: StripeClient, until deadline: ContinuousClock.Instant,
        in scope: RequestScope
    ) async throws(Problem) -> StripeAnswer {
        do throws(HTTPFailure) {
            return try await stripe.post(request, until: deadline)
        } catch {
            gateway.observe(.stripeFailed(requestID: scope.id, step: request.step, reason: error.reason))
            throw .providerFailed(request.step)
        }
    }

    private func take(
        _ answer: StripeAnswer, to request: StripeRequest, in scope: RequestScope
    ) async throws(Problem) -> StripeRequest {
        let result: QueryResult
        do throws(Problem) {
            result = try await gateway.ask(
                """
                select to_jsonb(r)
                from billing.take_stripe_answer(
                    \(request.userID)::uuid, \(request.id)::uuid, \(request.step), \(answer.body)::jsonb
                ) r
                """, asServiceIn: scope)
        } catch {
            // What PostgreSQL can't read, such as a NUL, is no fault of the client's.
            throw error.code.hasPrefix("22") ? .providerFailed(request.step) : error
        }
        guard let next = StripeRequest((result.text(0, 0) ?? "").utf8) else { throw .unexpected(requestID: scope.id) }
        return next
    }
}

extension RESTRequest {
    /// Without what would change the answer's form.
    fileprivate var asPlainCall: RESTRequest {
        let names: [HTTPField.Name] = [.contentType, .contentProfile]
        return RESTRequest(
            method: method, path: path, query: [],
            headers: HTTPFields(headers.filter { names.contains($0.name) }), body: body)
    }
}

extension Problem {
    /// A setting without which no money is taken.
    static func paymentsUnset(_ variable: String) -> Problem {
        Problem(
            .serviceUnavailable, "TH503", "disabled", details: variable,
            hint: "set \(variable) to take payments", headers: [.shouldRetry: "false"])
    }

    /// Stripe didn't answer, or not as documented.
    static func providerFailed(_ step: String) -> Problem {
        Problem(.badGateway, "TH502", "the provider did not answer", details: step)
    }
}
