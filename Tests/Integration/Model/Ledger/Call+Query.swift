import Postgres

/// A call as one SQL statement. Its columns: facts, id, made at, expires at (microseconds), sequence.
extension Call {
    /// A reservation's columns.
    static let reservationColumns = """
        concat_ws(
            ' ', r.status, trim_scale(r.amount), trim_scale(r.charged), trim_scale(r.shortfall), r.units,
            trim_scale(extract(epoch from r.expires_at - r.created_at))
        ),
        r.id, (extract(epoch from r.created_at) * 1000000)::bigint,
        (extract(epoch from r.expires_at) * 1000000)::bigint, r.sequence
        """

    private static let balanceColumns = """
        concat_ws(' ', trim_scale(b.available), trim_scale(b.held), trim_scale(b.debt)), null, null, null, null
        """

    /// The single call.
    var query: Query {
        switch action {
        case .grant(let amount, let source, let priority, let expiresAt):
            """
            select concat_ws(' ', g.source, trim_scale(g.amount), trim_scale(g.remaining), g.priority), g.id,
                (extract(epoch from g.created_at) * 1000000)::bigint,
                (extract(epoch from g.expires_at) * 1000000)::bigint, g.sequence
            from credits.grant_credits(
                \(user)::uuid, \(amount)::numeric, \(source),
                timestamptz 'epoch' + \(expiresAt.map { "\($0) microseconds" })::interval, \(priority)::integer, \(key)
            ) g
            """
        case .reserve(let amount, let units, let jobType, let seconds):
            """
            select \(query: Query(unsafeText: Self.reservationColumns))
            from credits.reserve(
                \(user)::uuid, \(amount)::numeric, \(jobType), null, make_interval(secs => \(seconds)::integer), \(key),
                p_units => \(units)::numeric
            ) r
            """
        case .confirm(let reservation, let amount, let overage):
            """
            select \(query: Query(unsafeText: Self.reservationColumns))
            from credits.confirm(
                \(user)::uuid, \(reservation)::uuid, \(amount)::numeric, \(overage), \(key)
            ) r
            """
        case .release(let reservation):
            """
            select \(query: Query(unsafeText: Self.reservationColumns))
            from credits.release(\(user)::uuid, \(reservation)::uuid) r
            """
        case .setDebtLimit(let amount):
            """
            select \(query: Query(unsafeText: Self.balanceColumns))
            from credits.set_debt_limit(\(user)::uuid, \(amount)::numeric) b
            """
        case .balance:
            """
            select \(query: Query(unsafeText: Self.balanceColumns))
            from credits.current_balance(\(user)::uuid) b
            """
        case .refund, .revoke, .adjust, .compensate: unwindingQuery
        }
    }

    private var unwindingQuery: Query {
        switch action {
        case .refund(let reservation, let amount):
            """
            select concat_ws(' ', trim_scale(f.charged), trim_scale(f.refunded), trim_scale(f.compensated)),
                null, null, null, null
            from credits.refund(\(user)::uuid, \(reservation)::uuid, \(amount)::numeric, null, \(key)) f
            """
        case .revoke(let grant, let kind, let amount):
            """
            select concat_ws(
                    ' ', trim_scale(v.amount), trim_scale(v.taken), trim_scale(v.owed), trim_scale(v.written_off)
                ), v.id, null, null, null
            from credits.revoke_grant(
                \(user)::uuid, \(grant)::uuid, \(kind), \(amount)::numeric, null, \(key)
            ) v
            """
        case .adjust(let amount):
            """
            select \(query: Query(unsafeText: Self.balanceColumns))
            from credits.adjust(\(user)::uuid, \(amount)::numeric, 'a reason', \(key)) b
            """
        case .compensate(let reservation, let amount):
            """
            select concat_ws(' ', c.status, trim_scale(c.amount)), c.id, null, null, null
            from credits.queue_compensation(\(user)::uuid, \(reservation)::uuid, \(amount)::numeric) c
            """
        case .grant, .reserve, .confirm, .release, .setDebtLimit, .balance: query
        }
    }
}
