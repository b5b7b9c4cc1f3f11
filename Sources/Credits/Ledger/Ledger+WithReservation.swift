public import Foundation

extension Ledger {
    /// How often a confirmation is sent whose answer was lost with the connection. It has a key of its own, so that a
    /// second one gets the first one's answer.
    static let confirmAttempts = 3

    /// Holds credits while `body` works, then charges what it says it cost.
    ///
    /// ```swift
    /// let image = try await ledger.withReservation(for: userID, amount: 10, jobType: "image") { _ in
    ///     let image = try await paint(prompt)
    ///     return (image, cost: image.price)
    /// }
    /// ```
    /// When `body` throws, as it does when the task is cancelled, everything held goes back; so it does when the cost
    /// is zero. Both go out even if the task is cancelled. A release that can't be delivered is left to the
    /// reservation's end.
    ///
    /// When the confirmation is refused, the hold stays until its end or until the caller settles it, since work that
    /// was done isn't free.
    ///
    /// - Parameters:
    ///   - amount: The most it is going to cost.
    ///   - ttl: How long `body` may take, from a second to a day.
    ///   - overage: What happens when it cost more.
    ///   - idempotencyKey: Of the reservation; with the same one, `body` works again and what it cost is charged once.
    /// - Returns: What `body` made.
    /// - Throws: What `body` throws; else `CreditsError` as `reserve` and `confirm` do: `insufficientCredits` before
    ///   `body` begins, `expired` when it took longer than `ttl`.
    public nonisolated(nonsending) func withReservation<Value: Sendable>(
        for userID: UUID, amount: Decimal, jobType: String, jobID: String? = nil, ttl: Duration = .seconds(900),
        overage: Overage = .reject, idempotencyKey: String? = nil, description: String? = nil,
        metadata: [String: MetadataValue] = [:],
        _ body: (Reservation) async throws -> (value: Value, cost: Decimal)
    ) async throws -> Value {
        let reservation = try await reserve(
            amount, for: userID, jobType: jobType, jobID: jobID, ttl: ttl, idempotencyKey: idempotencyKey,
            description: description, metadata: metadata)
        let outcome: (value: Value, cost: Decimal)
        do {
            try Task.checkCancellation()
            outcome = try await body(reservation)
        } catch {
            _ = try? await shielded { () async throws(CreditsError) in
                try await release(reservation.id, of: userID, reason: "the job failed")
            }
            throw error
        }
        try await settle(reservation, cost: outcome.cost, overage)
        return outcome.value
    }

    private func settle(
        _ reservation: Reservation, cost: Decimal, _ overage: Overage
    ) async throws(CreditsError) {
        try await shielded { () async throws(CreditsError) in
            if cost == 0 {
                try await release(reservation.id, of: reservation.userID, reason: "the job cost nothing")
            } else {
                try await confirmSurely(reservation, cost: cost, overage)
            }
        }
    }

    private func confirmSurely(
        _ reservation: Reservation, cost: Decimal, _ overage: Overage
    ) async throws(CreditsError) {
        var attempt = 1
        while true {
            do throws(CreditsError) {
                try await confirm(
                    reservation.id, of: reservation.userID, cost: cost, overage: overage,
                    idempotencyKey: "job-\(reservation.id.uuidString.lowercased())")
                return
            } catch  where error.isLostAnswer && attempt < Self.confirmAttempts && isPooled {
                attempt += 1
            }
        }
    }

    private var isPooled: Bool {
        if case .pool = place { true } else { false }
    }
}

/// Goes through with a call even if the task that waits for it is cancelled.
private func shielded<Value: Sendable>(
    _ call: @escaping @Sendable () async throws(CreditsError) -> Value
) async throws(CreditsError) -> Value {
    let task = Task { () async -> Result<Value, CreditsError> in
        do throws(CreditsError) {
            return .success(try await call())
        } catch {
            return .failure(error)
        }
    }
    return try await task.value.get()
}
