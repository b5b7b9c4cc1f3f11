internal import Foundation
internal import Postgres

/// Compares Stripe's list of charges with what the database has of payments.
public struct Reconciliation: Sendable {
    /// Charges asked for at once; Stripe's most.
    static let pageSize = 100
    /// How long before it is paid a charge may have been made: bank debits take days.
    static let daysToPay = 14
    /// Longest that Stripe is asked for one page.
    static let patience: Duration = .seconds(60)

    private let conninfo: String
    private let stripe: StripeClient

    /// - Parameters:
    ///   - conninfo: Of the login `authenticator`.
    ///   - configuration: The account.
    /// - Throws: `ConfigurationError` without a key.
    public init(conninfo: String, _ configuration: StripeConfiguration) throws(ConfigurationError) {
        guard let stripe = StripeClient(configuration) else {
            throw ConfigurationError(
                variable: "STRIPE_SECRET_KEY",
                rule: "is needed: a key such as sk_test_… or, with the right to read charges, rk_test_…")
        }
        self.conninfo = conninfo
        self.stripe = stripe
    }

    /// - Parameters:
    ///   - since: Beginning of the time to compare, as PostgreSQL reads times, in UTC where it names no zone.
    ///   - until: Its end.
    ///   - progress: Called with how many charges are known, after each page.
    /// - Returns: How many charges there are, and what is missing on either side, or differs.
    /// - Throws: `PostgresError`; `ReconciliationError` when Stripe doesn't answer, or for what is no time.
    public func run(
        since: String, until: String, progress: @Sendable (Int) -> Void
    ) async throws -> (charges: Int, discrepancies: [Discrepancy]) {
        let target = ConnectionTarget(
            conninfo: conninfo, applicationName: "thin stripe", connectTimeout: ThinService.connectTimeout)
        let connection = try await Connection.connect(to: target)
        do {
            let outcome = try await compare(since, until, on: connection, progress)
            await connection.close()
            return outcome
        } catch {
            await connection.close()
            throw error
        }
    }

    private func compare(
        _ since: String, _ until: String, on connection: Connection, _ progress: @Sendable (Int) -> Void
    ) async throws -> (charges: Int, discrepancies: [Discrepancy]) {
        _ = try await connection.query(
            "select set_config('timezone', 'UTC', false), set_config('role', 'service_role', false)")
        let (first, last) = try await seconds(since, until, on: connection)
        let charges = try await charges(from: first, to: last, progress)
        let list = String(decoding: try JSONEncoder().encode(charges), as: UTF8.self)
        let rows = try await connection.query(
            """
            select r.stripe_id, r.kind, r.user_id, r.payment_id, r.theirs, r.ours
            from billing.reconcile(\(list)::jsonb, \(since)::timestamptz, \(until)::timestamptz) r
            """)
        let found = (0..<rows.rowCount).map { row in
            Discrepancy(
                stripeID: rows.text(row, 0) ?? "", kind: rows.text(row, 1) ?? "", userID: rows.text(row, 2),
                paymentID: rows.text(row, 3), theirs: rows.text(row, 4), ours: rows.text(row, 5))
        }
        return (charges.count, found)
    }

    /// Which charges to ask for, by when they were made, in seconds since 1970.
    private func seconds(
        _ since: String, _ until: String, on connection: Connection
    ) async throws -> (first: Int, last: Int) {
        let seconds: QueryResult
        do throws(PostgresError) {
            seconds = try await connection.query(
                """
                select
                    extract(epoch from t.since - \(Self.daysToPay)::integer * interval '1 day')::bigint,
                    ceil(extract(epoch from t.until))::bigint
                from (select \(since)::timestamptz, \(until)::timestamptz) t (since, until)
                where isfinite(t.since) and isfinite(t.until)
                """)
        } catch {
            guard case SQLState.Class("22") = error.state else { throw error }
            throw ReconciliationError.noTimes
        }
        guard
            seconds.rowCount == 1, let first = seconds.text(0, 0).flatMap({ Int($0) }),
            let last = seconds.text(0, 1).flatMap({ Int($0) })
        else { throw ReconciliationError.noTimes }
        return (first, last)
    }

    private func charges(
        from first: Int, to last: Int, _ progress: @Sendable (Int) -> Void
    ) async throws(ReconciliationError) -> [Charge] {
        var charges: [Charge] = []
        while true {
            let page = try await page(
                .object([
                    "limit": .number(Self.pageSize), "starting_after": charges.last.map { .text($0.id) } ?? .null,
                    "created": .object(["gte": .number(first), "lte": .number(last)]),
                ]))
            charges += page.data
            progress(charges.count)
            if !page.hasMore || page.data.isEmpty { return charges }
        }
    }

    private func page(_ query: StripeParameters) async throws(ReconciliationError) -> Page {
        let answer: StripeAnswer
        do throws(HTTPFailure) {
            answer = try await stripe.get("/v1/charges", query, until: .now + Self.patience)
        } catch {
            throw .unanswered(error.reason)
        }
        guard let page = try? JSONDecoder().decode(Page.self, from: Data(answer.body)) else {
            throw .unanswered("its answer is no list of charges")
        }
        return page
    }

    private struct Page: Decodable {
        let data: [Charge]
        let hasMore: Bool

        enum CodingKeys: String, CodingKey {
            case data
            case hasMore = "has_more"
        }
    }

    /// What of a charge is compared, under Stripe's names.
    private struct Charge: Codable {
        let id: String
        let object: String
        let status: String
        let amount: Int
        let amount_captured: Int?
        let amount_refunded: Int
        let currency: String
        let created: Int
        let payment_intent: String?
    }
}
