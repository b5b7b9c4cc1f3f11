internal import Postgres

/// Housekeeping in bounded batches. Each can be run by every instance at once, stopped anywhere and run again.
package enum Chore: String, Sendable, CaseIterable {
    /// Brings accounts with stale reservations or expired grants up to date.
    case sweep
    /// Gives the month's credits.
    case refresh
    /// Pays out compensation that is due.
    case compensation
    /// Renews or ends subscriptions whose period is over.
    case subscriptions
    /// Deletes codes, links and sessions that are out of time.
    case identity

    /// One batch. It answers one value: where to go on, or null when nothing is left.
    ///
    /// - Parameter last: What the batch before answered; nil for the first.
    func batch(after last: String?) -> Query {
        switch self {
        case .sweep: "select credits.sweep(p_after => \(last)::uuid)"
        case .refresh: "select (credits.refresh_due(p_after => \(last)::uuid)).last_user_id"
        case .compensation:
            """
            select case when s.settled + s.failed = \(Self.compensationsMax)::integer then 'more' end
            from credits.settle_compensations(p_limit => \(Self.compensationsMax)::integer) s
            """
        case .subscriptions:
            """
            select case when billing.advance_due(\(Self.subscriptionsMax)::integer) = \(Self.subscriptionsMax)::integer
            then 'more' end
            """
        case .identity: "select null from identity.sweep()"
        }
    }

    /// In how many rounds it is done once.
    var rounds: Int {
        switch self {
        case .sweep, .refresh, .compensation, .subscriptions: 1
        case .identity: 12
        }
    }

    /// Compensations of one batch.
    private static let compensationsMax = 100
    /// Subscriptions of one batch.
    private static let subscriptionsMax = 500
}
