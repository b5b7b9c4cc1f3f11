/// Who waits, first come, first served. Anyone can leave at any time in constant time.
struct WaitingLine<Waiter> {
    private struct Place {
        let waiter: Waiter
        let deadline: ContinuousClock.Instant
    }

    private var places: [UInt64: Place] = [:]
    /// Tickets in order of arrival; those of waiters who have left are skipped when they come up.
    private var order: [UInt64] = []
    private var head = 0

    /// Number of waiters.
    var count: Int { places.count }

    /// Joins the end of the line. Deadlines must not decrease along it.
    mutating func join(_ waiter: Waiter, ticket: UInt64, deadline: ContinuousClock.Instant) {
        places[ticket] = Place(waiter: waiter, deadline: deadline)
        order.append(ticket)
    }

    /// Leaves the line; nil for who isn't in it.
    mutating func leave(_ ticket: UInt64) -> Waiter? {
        places.removeValue(forKey: ticket)?.waiter
    }

    /// Takes out the first.
    mutating func next() -> Waiter? {
        skipGone()
        guard head < order.count else { return nil }
        head += 1
        return places.removeValue(forKey: order[head - 1])?.waiter
    }

    /// Deadline of the first, which is the earliest.
    mutating func firstDeadline() -> ContinuousClock.Instant? {
        skipGone()
        return head < order.count ? places[order[head]]?.deadline : nil
    }

    /// Drops tickets nobody holds any more, and the part of the array already gone through.
    private mutating func skipGone() {
        while head < order.count, places[order[head]] == nil { head += 1 }
        if head == order.count || head > 1024 {
            order.removeFirst(head)
            head = 0
        }
    }
}
