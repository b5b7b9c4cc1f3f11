import Testing
import Thin

/// What goes alone, what waits and what goes out together, without a server.
@Suite struct GatherStateTests {
    private typealias State = GatherState<String, String, Int>

    /// One place for calls that go alone, and batches from two on.
    private func makeState(_ change: (inout GatherLimits) -> Void = { _ in }) -> State {
        var limits = GatherLimits()
        limits.aloneMax = 1
        limits.batchMin = 2
        change(&limits)
        return State(limits)
    }

    /// Lets calls wait whose tickets are their names.
    private func join(_ calls: [Int], of owner: String, in state: inout State) {
        for call in calls { #expect(state.join(call, ticket: UInt64(call), "g", owner) == .waiting) }
    }

    private func next(
        after arrival: State.Arrival, _ state: inout State, abandoned: Set<Int> = []
    ) -> State.Departure {
        state.next(after: arrival, of: "g") { abandoned.contains($0) }
    }

    @Test func `while few are under way each goes alone at once`() {
        var state = makeState { $0.aloneMax = 2 }
        #expect(state.admit("g", "a") == .alone)
        #expect(state.admit("g", "a") == .alone)
        #expect(state.admit("g", "b") == .waiting)
        #expect(state.admit("other", "a") == .alone)
        #expect(next(after: .alone, &state).alone.isEmpty)
        #expect(state.admit("g", "b") == .alone)
    }

    @Test func `when one comes back, all that have come meanwhile go out together`() {
        var state = makeState { $0.aloneMax = 2 }
        _ = state.admit("g", "a")
        _ = state.admit("g", "a")
        join([1, 2, 3], of: "a", in: &state)
        #expect(next(after: .alone, &state).together == [1, 2, 3])
        // One is still under way alone; nothing goes beside a batch.
        #expect(state.admit("g", "a") == .waiting)
        #expect(next(after: .alone, &state).together.isEmpty)
        #expect(state.admit("g", "a") == .waiting)
        #expect(next(after: .batch, &state).together.isEmpty)
        #expect(state.admit("g", "a") == .alone)
    }

    @Test func `few go alone instead of together, as far as there are places`() {
        var state = makeState {
            $0.aloneMax = 3
            $0.batchMin = 4
        }
        for _ in 0..<3 { _ = state.admit("g", "a") }
        join([1, 2, 3], of: "a", in: &state)
        #expect(next(after: .alone, &state).alone == [1])
        #expect(next(after: .alone, &state).alone == [2])
        join([4, 5, 6], of: "a", in: &state)
        #expect(next(after: .alone, &state).together == [3, 4, 5, 6])
        join([7, 8], of: "a", in: &state)
        #expect(next(after: .batch, &state).alone == [7])
        #expect(next(after: .alone, &state).alone == [8])
    }

    @Test func `owners take turns, each one's calls in order`() {
        var state = makeState { $0.batchMax = 4 }
        _ = state.admit("g", "a")
        join([1, 2, 3, 4, 5], of: "a", in: &state)
        join([11, 12], of: "b", in: &state)
        join([21], of: "c", in: &state)
        #expect(next(after: .alone, &state).together == [1, 11, 21, 2])
        #expect(next(after: .batch, &state).together == [12, 3, 4, 5])
    }

    @Test func `an owner's turn is kept over batches`() {
        var state = makeState { $0.batchMax = 2 }
        _ = state.admit("g", "a")
        join([1, 2, 3], of: "a", in: &state)
        join([11], of: "b", in: &state)
        join([21], of: "c", in: &state)
        #expect(next(after: .alone, &state).together == [1, 11])
        join([12, 13], of: "b", in: &state)
        #expect(next(after: .batch, &state).together == [21, 2])
        #expect(next(after: .batch, &state).together == [12, 3])
        #expect(next(after: .batch, &state).alone == [13])
    }

    @Test func `a call that was withdrawn isn't sent, and its place is free`() {
        var state = makeState { $0.waitingMax = 2 }
        _ = state.admit("g", "a")
        join([1, 2], of: "a", in: &state)
        #expect(state.admit("g", "b") == .refused)
        #expect(state.withdraw(1) == 1)
        #expect(state.withdraw(1) == nil)
        join([3], of: "b", in: &state)
        #expect(next(after: .alone, &state).together == [2, 3])
        #expect(state.withdraw(2) == nil)
        #expect(state.waitingCount == 0)
    }

    @Test func `a call nobody waits for is left out`() {
        var state = makeState { $0.batchMax = 2 }
        _ = state.admit("g", "a")
        join([1, 2, 3], of: "a", in: &state)
        let departure = next(after: .alone, &state, abandoned: [1])
        #expect(departure.together == [2, 3])
        #expect(departure.abandoned == [1])
    }

    @Test func `a place for which only abandoned calls are left comes free`() {
        var state = makeState()
        _ = state.admit("g", "a")
        join([1, 2], of: "a", in: &state)
        let departure = next(after: .alone, &state, abandoned: [1, 2])
        #expect(departure.together.isEmpty && departure.alone.isEmpty)
        #expect(state.admit("g", "a") == .alone)
    }

    @Test func `a flood of one owner leaves room for others`() {
        var state = makeState {
            $0.waitingMax = 100
            $0.waitingPerOwnerMax = 3
        }
        _ = state.admit("g", "a")
        join([1, 2, 3], of: "a", in: &state)
        #expect(state.join(4, ticket: 4, "g", "a") == .refused)
        join([11], of: "b", in: &state)
        #expect(next(after: .alone, &state).together == [1, 11, 2, 3])
        join([5], of: "a", in: &state)
    }

    @Test func `while a call is set apart, its owner's others go without a place too`() {
        var state = makeState()
        _ = state.admit("g", "a")
        join([1], of: "a", in: &state)
        join([11], of: "b", in: &state)
        #expect(next(after: .alone, &state).together == [1, 11])
        state.setApart("a")
        state.setApart("a")
        #expect(state.admit("g", "a") == .apart)
        #expect(state.admit("g", "b") == .waiting)
        state.endApart("a")
        #expect(state.join(2, ticket: 2, "g", "a") == .apart)
        state.endApart("a")
        #expect(state.admit("g", "a") == .waiting)
    }

    @Test func `nothing is lost, sent twice or kept in any order of events`() {
        var generator = SplitMix(seed: 7)
        for _ in 0..<300 {
            var limits = GatherLimits()
            limits.aloneMax = Int.random(in: 1...3, using: &generator)
            limits.batchMin = Int.random(in: 2...4, using: &generator)
            limits.batchMax = Int.random(in: 4...6, using: &generator)
            var state = State(limits)
            var (alone, hasBatch, waiting, ticket) = (0, false, Set<Int>(), 0)
            for _ in 0..<200 {
                switch Int.random(in: 0..<5, using: &generator) {
                case 0, 1:
                    ticket += 1
                    let owner = "\(Int.random(in: 0..<3, using: &generator))"
                    switch state.join(ticket, ticket: UInt64(ticket), "g", owner) {
                    case .alone: alone += 1
                    case .waiting: waiting.insert(ticket)
                    case .apart, .refused: Issue.record("neither is possible")
                    }
                case 2:
                    guard let call = waiting.randomElement(using: &generator) else { break }
                    #expect(state.withdraw(UInt64(call)) == call)
                    waiting.remove(call)
                default:
                    guard alone > 0 || hasBatch else { break }
                    let isBatch = hasBatch && (alone == 0 || Bool.random(using: &generator))
                    if isBatch { hasBatch = false } else { alone -= 1 }
                    let departure = next(after: isBatch ? .batch : .alone, &state)
                    let calls = departure.together + departure.alone
                    #expect(Set(calls).count == calls.count && waiting.isSuperset(of: calls))
                    waiting.subtract(calls)
                    alone += departure.alone.count
                    if !departure.together.isEmpty {
                        #expect(!hasBatch)
                        hasBatch = true
                    }
                }
                #expect(state.waitingCount == waiting.count)
                #expect(alone <= limits.aloneMax)
                // Whoever waits, waits for something.
                #expect(waiting.isEmpty || alone > 0 || hasBatch)
            }
        }
    }
}

/// Repeats itself from a seed.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
