/// Every decision of gathering, without any I/O: which call goes alone, which waits, and which go out together.
///
/// Calls of one group can share a transaction. As long as few of them are under way at once, each goes alone and at
/// once. Others wait until one of those comes back, and go out with all that have come meanwhile; while that batch
/// commits, the next one comes together. So nothing waits for a timer, and nothing waits at all while there is little to
/// do. Owners take turns, so that one with many calls doesn't hold up the others.
package struct GatherState<Group: Hashable, Owner: Hashable, Call> {
    /// What becomes of a call.
    package enum Admission: Equatable {
        /// It goes at once, by itself, and takes one of the group's places.
        case alone
        /// It goes at once, by itself, and takes no place: an earlier call of its owner has failed its batch.
        case apart
        /// It waits.
        case waiting
        /// Too many wait.
        case refused
    }

    /// What has come back.
    package enum Arrival {
        case alone, batch
    }

    /// What goes out next.
    package struct Departure {
        /// Goes out as one batch.
        package var together: [Call] = []
        /// Go out each by itself.
        package var alone: [Call] = []
        /// Nobody waits for these any more.
        package var abandoned: [Call] = []
    }

    private struct Waiting {
        let call: Call
        let group: Group
        let owner: Owner
    }

    /// A group: what is under way, and who waits, as a line of tickets for each owner and the owners in the order of
    /// their turns.
    private struct Crowd {
        var alone = 0
        var hasBatch = false
        var waiting = 0
        var lines: [Owner: Queue<UInt64>] = [:]
        var turns = Queue<Owner>()
    }

    private let limits: GatherLimits
    private var crowds: [Group: Crowd] = [:]
    private var waiting: [UInt64: Waiting] = [:]
    private var waitingByOwner: [Owner: Int] = [:]
    private var apart: [Owner: Int] = [:]

    package init(_ limits: GatherLimits) {
        self.limits = limits
    }

    /// Number of calls that wait.
    package var waitingCount: Int { waiting.count }

    /// Takes a place if one is free.
    package mutating func admit(_ group: Group, _ owner: Owner) -> Admission {
        if apart[owner] != nil { return .apart }
        let crowd = crowds[group]
        guard let crowd, crowd.hasBatch || crowd.alone >= limits.aloneMax else {
            crowds[group, default: Crowd()].alone += 1
            return .alone
        }
        let isFull =
            waiting.count >= limits.waitingMax || waitingByOwner[owner, default: 0] >= limits.waitingPerOwnerMax
        return isFull ? .refused : .waiting
    }

    /// Takes a place if one is free, else joins the line.
    package mutating func join(_ call: Call, ticket: UInt64, _ group: Group, _ owner: Owner) -> Admission {
        let admission = admit(group, owner)
        guard admission == .waiting else { return admission }
        waiting[ticket] = Waiting(call: call, group: group, owner: owner)
        waitingByOwner[owner, default: 0] += 1
        crowds[group]?.waiting += 1
        if crowds[group]?.lines[owner] == nil { crowds[group]?.turns.append(owner) }
        crowds[group]?.lines[owner, default: Queue()].append(ticket)
        return .waiting
    }

    /// Takes a call out of the line; nil if it has left already.
    package mutating func withdraw(_ ticket: UInt64) -> Call? {
        guard let left = waiting.removeValue(forKey: ticket) else { return nil }
        crowds[left.group]?.waiting -= 1
        countDown(left.owner)
        return left.call
    }

    /// Gives back the place of what has come back, and says what goes out now.
    ///
    /// - Parameter isAbandoned: Whether nobody waits for a call any more.
    package mutating func next(
        after arrival: Arrival, of group: Group, isAbandoned: (Call) -> Bool
    ) -> Departure {
        var departure = Departure()
        guard var crowd = crowds.removeValue(forKey: group) else { return departure }
        switch arrival {
        case .alone: crowd.alone -= 1
        case .batch: crowd.hasBatch = false
        }
        if !crowd.hasBatch {
            let isBatch = crowd.waiting >= limits.batchMin
            let room = isBatch ? limits.batchMax : max(0, limits.aloneMax - crowd.alone)
            let calls = take(room, from: &crowd, isAbandoned, &departure.abandoned)
            // Most of a batch may turn out to be abandoned.
            crowd.hasBatch = isBatch && calls.count > 1
            if crowd.hasBatch {
                departure.together = calls
            } else {
                departure.alone = calls
                crowd.alone += calls.count
            }
        }
        if crowd.alone > 0 || crowd.hasBatch { crowds[group] = crowd }
        return departure
    }

    private mutating func take(
        _ count: Int, from crowd: inout Crowd, _ isAbandoned: (Call) -> Bool, _ abandoned: inout [Call]
    ) -> [Call] {
        var calls: [Call] = []
        while calls.count < count, let owner = crowd.turns.popFirst() {
            guard let call = nextCall(of: owner, in: &crowd) else { continue }
            if isAbandoned(call) { abandoned.append(call) } else { calls.append(call) }
        }
        return calls
    }

    /// The owner's first call that still waits; the owner's next turn comes after everybody else's.
    private mutating func nextCall(of owner: Owner, in crowd: inout Crowd) -> Call? {
        guard var line = crowd.lines.removeValue(forKey: owner) else { return nil }
        while let ticket = line.popFirst() {
            guard let left = waiting.removeValue(forKey: ticket) else { continue }
            crowd.waiting -= 1
            countDown(owner)
            if !line.isEmpty {
                crowd.lines[owner] = line
                crowd.turns.append(owner)
            }
            return left.call
        }
        return nil
    }

    private mutating func countDown(_ owner: Owner) {
        let rest = waitingByOwner[owner, default: 1] - 1
        waitingByOwner[owner] = rest > 0 ? rest : nil
    }

    /// The owner's call goes on without a place. Until it has ended, the owner's other calls do too, so that whatever it
    /// met, such as a lock that somebody keeps, doesn't hold up others.
    package mutating func setApart(_ owner: Owner) {
        apart[owner, default: 0] += 1
    }

    /// A call that was set apart has ended.
    package mutating func endApart(_ owner: Owner) {
        let rest = apart[owner, default: 1] - 1
        apart[owner] = rest > 0 ? rest : nil
    }
}
