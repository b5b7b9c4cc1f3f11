/// A connection on loan, with what the pool knows of it.
struct PoolLease<Member> {
    let member: Member
    /// When it is to be closed instead of lent again; nil for never.
    let expiresAt: ContinuousClock.Instant?
}

extension PoolLease: Sendable where Member: Sendable {}
