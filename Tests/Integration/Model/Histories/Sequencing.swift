/// Looks for an order of an account's calls that explains every reply: each at one moment between its begin and its end,
/// one after the other, as the model does them.
///
/// Source: Wing and Gong, "Testing and Verifying Concurrent Objects", 1993; with Lowe's memory of what was tried. The
/// account's sequence numbers say where most calls belong, so that it seldom has to go back.
struct Sequencing {
    /// What was tried: which events were left, and what the account was.
    private struct Tried: Hashable {
        let left: [Int]
        let account: ModelAccount
    }

    private let events: [Event]
    private let time: Int
    private var tried: Set<Tried> = []
    private(set) var longest: [Int] = []

    /// - Parameters:
    ///   - events: All calls of one account since it was opened.
    ///   - time: Microseconds since 1970; nothing expires while the events last.
    init(_ events: [Event], at time: Int) {
        self.events = events.sorted { ($0.end, $0.begin) < ($1.end, $1.begin) }
        self.time = time
    }

    /// Whether there is such an order, beginning with `account`.
    mutating func exists(from account: ModelAccount) -> Bool {
        var order: [Int] = []
        return search(Array(events.indices), account, &order)
    }

    /// What was left when no way led further on the longest way.
    var stuck: String {
        let left = events.indices.filter { !longest.contains($0) }.prefix(12)
        return left.map { "\(events[$0])" }.joined(separator: "\n")
    }

    private mutating func search(_ left: [Int], _ account: ModelAccount, _ order: inout [Int]) -> Bool {
        if left.isEmpty { return true }
        if order.count > longest.count { longest = order }
        guard tried.insert(Tried(left: left, account: account)).inserted else { return false }
        for index in candidates(left) {
            var next = account
            let event = events[index]
            let reply = next.apply(event.call, at: time, given: event.reply)
            guard reply.facts == event.reply.facts, reply.id == nil || reply.id == event.reply.id else { continue }
            order.append(index)
            if search(left.filter { $0 != index }, next, &order) { return true }
            order.removeLast()
        }
        return false
    }

    /// Events that may come next: no other had ended before they began. Of those with a sequence the first comes first;
    /// the others are tried as they ended.
    private func candidates(_ left: [Int]) -> [Int] {
        let firstEnd = left.map { events[$0].end }.min() ?? .max
        let firstSequence = left.compactMap { events[$0].sequence }.min() ?? .max
        return left.filter { events[$0].begin <= firstEnd && events[$0].sequence ?? firstSequence <= firstSequence }
    }
}
