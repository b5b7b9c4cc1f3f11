public import Foundation
internal import Postgres

extension Ledger {
    /// Gives a user a lot of credits. What the user owes is repaid first.
    ///
    /// - Parameters:
    ///   - amount: Credits, above zero, with at most four decimals.
    ///   - expiresAt: When what is left of it lapses; nil for never.
    ///   - priority: Lower is drawn first.
    ///   - idempotencyKey: Names this grant of this user for good: a repeat gets the first answer.
    /// - Throws: `invalidArgument`, `notFound`, `idempotencyKeyReused`, `alreadyClaimed`.
    @discardableResult
    public func grant(
        _ amount: Decimal, to userID: UUID, source: GrantSource, expiresAt: Date? = nil, priority: Int = 100,
        idempotencyKey: String? = nil, metadata: [String: MetadataValue] = [:]
    ) async throws(CreditsError) -> Grant {
        let result = try await run(
            """
            select \(query: Grant.columns)
            from credits.grant_credits(
                p_user_id => \(userID.uuidString)::uuid, p_amount => \(amount.text)::numeric,
                p_source => \(source.rawValue), p_expires_at => to_timestamp(\(expiresAt?.epoch)::double precision),
                p_priority => \(priority)::integer, p_idempotency_key => \(idempotencyKey),
                p_metadata => \(MetadataValue.json(metadata))::jsonb
            ) r
            """)
        return try Grant(Row(result, 0))
    }

    /// Holds credits for a job until it is confirmed, released or out of time.
    ///
    /// - Parameters:
    ///   - amount: Credits, above zero, with at most four decimals.
    ///   - jobType: The kind of work, such as `image`.
    ///   - jobID: The caller's own id of the job.
    ///   - ttl: From a second to a day.
    ///   - idempotencyKey: Names this reservation of this user for good: a repeat gets the first answer.
    ///   - description: What the user reads beside the usage.
    /// - Throws: `insufficientCredits`, `invalidArgument`, `notFound`, `idempotencyKeyReused`.
    public func reserve(
        _ amount: Decimal, for userID: UUID, jobType: String, jobID: String? = nil, ttl: Duration = .seconds(900),
        idempotencyKey: String? = nil, description: String? = nil, metadata: [String: MetadataValue] = [:]
    ) async throws(CreditsError) -> Reservation {
        let result = try await run(
            """
            select \(query: Reservation.columns)
            from credits.reserve(
                p_user_id => \(userID.uuidString)::uuid, p_amount => \(amount.text)::numeric,
                p_job_type => \(jobType), p_job_id => \(jobID), p_ttl => \(ttl.intervalText)::interval,
                p_idempotency_key => \(idempotencyKey), p_description => \(description),
                p_metadata => \(MetadataValue.json(metadata))::jsonb
            ) r
            """)
        return try Reservation(Row(result, 0))
    }

    /// Charges a reservation and returns the rest of what it held.
    ///
    /// - Parameters:
    ///   - cost: What the job cost; nil for all that is held.
    ///   - overage: What happens when it cost more than is held.
    ///   - idempotencyKey: A repeat gets the first answer instead of `alreadySettled`.
    /// - Throws: `alreadySettled`, `expired`, `invalidArgument` (`amount` for a cost above the hold, unless `overage`
    ///   allows it), `insufficientCredits` for a debt beyond its limit, `notFound`, `idempotencyKeyReused`.
    @discardableResult
    public func confirm(
        _ reservationID: UUID, of userID: UUID, cost: Decimal? = nil, overage: Overage = .reject,
        idempotencyKey: String? = nil
    ) async throws(CreditsError) -> Reservation {
        let result = try await run(
            """
            select \(query: Reservation.columns)
            from credits.confirm(
                p_user_id => \(userID.uuidString)::uuid, p_reservation_id => \(reservationID.uuidString)::uuid,
                p_amount => \(cost?.text)::numeric, p_overage => \(overage.rawValue),
                p_idempotency_key => \(idempotencyKey)
            ) r
            """)
        return try Reservation(Row(result, 0))
    }

    /// Returns everything that a reservation holds.
    ///
    /// - Parameter reason: Kept with the reservation.
    /// - Throws: `alreadySettled`, `expired`, `invalidArgument`, `notFound`.
    @discardableResult
    public func release(
        _ reservationID: UUID, of userID: UUID, reason: String? = nil
    ) async throws(CreditsError) -> Reservation {
        let result = try await run(
            """
            select \(query: Reservation.columns)
            from credits.release(
                p_user_id => \(userID.uuidString)::uuid, p_reservation_id => \(reservationID.uuidString)::uuid,
                p_reason => \(reason)
            ) r
            """)
        return try Reservation(Row(result, 0))
    }

    /// What a user may spend, what is held and what is owed, as of now.
    ///
    /// - Throws: `notFound` for an unknown user.
    public func balance(of userID: UUID) async throws(CreditsError) -> Balance {
        let result = try await run(
            """
            select r.available, r.held, r.debt
            from credits.current_balance(\(userID.uuidString)::uuid) r
            where r.user_id is not null
            """)
        guard result.rowCount == 1 else { throw .notFound("account") }
        return try Balance(Row(result, 0))
    }

    /// Proves the ledger of one user, or of all.
    ///
    /// - Returns: A row for each invariant that doesn't hold; none when the ledger is sound.
    public func verify(_ userID: UUID? = nil) async throws(CreditsError) -> [Violation] {
        let result = try await run(
            """
            select r.user_id, r.invariant, r.subject, r.expected, r.actual
            from credits.verify(\(userID?.uuidString)::uuid) r
            """)
        var violations: [Violation] = []
        for row in 0..<result.rowCount { violations.append(try Violation(Row(result, row))) }
        return violations
    }
}
