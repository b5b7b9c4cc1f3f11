/// A connection on loan, with what the pool knows of it.
package struct PoolLease<Member> {
    package let member: Member
    /// When it is to be closed instead of lent again; nil for never.
    package let expiresAt: ContinuousClock.Instant?
}

extension PoolLease: Sendable where Member: Sendable {}
