internal import Foundation
internal import Postgres

/// Stripe's API (https://docs.stripe.com/api). It asks `STRIPE_API_BASE` and nobody else.
package struct StripeClient: Sendable {
    /// The version whose shapes the database understands, whatever the account's own is.
    static let version = "2025-03-31.basil"
    /// Longest one attempt may take, in milliseconds.
    static let attemptMillisecondsMax = 15_000
    /// Attempts at most.
    static let attemptsMax = 3
    /// Requests at the same time; each keeps a thread.
    static let concurrencyMax = 32
    /// Requests that may wait for others.
    static let waitingMax = 256
    /// Longest answer, in bytes.
    static let answerBytesMax = 1_048_576

    private let configuration: StripeConfiguration
    private let turnstile = Turnstile(size: concurrencyMax, waitingMax: waitingMax)
    private let backoff = Backoff(initial: .milliseconds(500), maximum: .seconds(2))

    /// - Parameter configuration: Nil is the client of one without a key.
    package init?(_ configuration: StripeConfiguration) {
        guard !configuration.secretKey.isEmpty else { return nil }
        self.configuration = configuration
    }

    /// Posts a request under its idempotency key, again if Stripe asks for that or doesn't answer.
    ///
    /// - Parameter deadline: When to give up.
    /// - Returns: A JSON object: what was made, or Stripe's `error`.
    /// - Throws: Why there is no answer that says what came of it.
    package func post(
        _ request: StripeRequest, until deadline: ContinuousClock.Instant
    ) async throws(HTTPFailure) -> StripeAnswer {
        guard let path = request.path, let key = request.idempotencyKey else {
            throw HTTPFailure(reason: "there is nothing to post")
        }
        return try await ask(path, body: request.parameters?.form ?? "", key: key, until: deadline)
    }

    /// Gets a list or an object.
    ///
    /// - Parameters:
    ///   - path: Below the API's base.
    ///   - query: As in posts.
    ///   - deadline: When to give up.
    /// - Throws: As above.
    package func get(
        _ path: String, _ query: StripeParameters, until deadline: ContinuousClock.Instant
    ) async throws(HTTPFailure) -> StripeAnswer {
        try await ask("\(path)?\(query.form)", body: nil, key: nil, until: deadline)
    }

    private func ask(
        _ target: String, body: String?, key: String?, until deadline: ContinuousClock.Instant
    ) async throws(HTTPFailure) -> StripeAnswer {
        var failures = 0
        while true {
            let outcome = await Result { () async throws(HTTPFailure) in
                try await attempt(target, body: body, key: key, until: deadline)
            }
            failures += 1
            let isFinal = if case .success(let answer) = outcome { !answer.wantsRetry } else { false }
            let pause = backoff.pause(afterFailures: failures, chance: Double.random(in: 0...1))
            guard !isFinal, failures < Self.attemptsMax, .now + pause < deadline else {
                return try StripeAnswer(outcome.get())
            }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw HTTPFailure(reason: "nobody waits for the answer")
            }
        }
    }

    private func attempt(
        _ target: String, body: String?, key: String?, until deadline: ContinuousClock.Instant
    ) async throws(HTTPFailure) -> HTTPAnswer {
        let left = Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1))
        guard left > 0 else { throw HTTPFailure(reason: "the server took too long") }
        let exchange = HTTPExchange(
            url: configuration.apiBase + target, headers: headers(key: key), body: body,
            millisecondsMax: min(left, Self.attemptMillisecondsMax), bodyBytesMax: Self.answerBytesMax,
            wantedHeader: "Stripe-Should-Retry")
        do {
            return try await turnstile.pass { try await exchange.run() }
        } catch let failure as HTTPFailure {
            throw failure
        } catch {
            throw HTTPFailure(reason: "too many requests wait for Stripe")
        }
    }

    private func headers(key: String?) -> [String] {
        var headers = [
            "authorization: Bearer \(configuration.secretKey)", "stripe-version: \(Self.version)", "user-agent: Thin",
        ]
        if let key { headers.append("idempotency-key: \(key)") }
        return headers
    }
}

extension HTTPAnswer {
    /// As Stripe's own libraries decide it: by `Stripe-Should-Retry` where there is one, else after a conflict with a
    /// request under way, where there were too many, and where Stripe itself failed.
    fileprivate var wantsRetry: Bool {
        switch header {
        case "true": true
        case "false": false
        default: status == 409 || status == 429 || status >= 500
        }
    }
}
