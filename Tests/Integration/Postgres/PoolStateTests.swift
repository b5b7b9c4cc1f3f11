import Postgres
import Testing

/// The pool's decisions, without a server.
@Suite struct PoolStateTests {
    private typealias State = PoolState<Int, String>

    private let start = ContinuousClock.now

    private func makeState(_ change: (inout PoolConfiguration) -> Void = { _ in }) -> State {
        var configuration = PoolConfiguration(
            target: ConnectionTarget(conninfo: "", applicationName: "", connectTimeout: .seconds(1)),
            maximumConnections: 2, queueLimit: 2, acquireTimeout: .seconds(10), idleTimeout: .seconds(60),
            maximumLifetime: .seconds(1000), backoff: Backoff(initial: .seconds(1), maximum: .seconds(8)))
        change(&configuration)
        return State(configuration)
    }

    /// Lets a waiter in and has a connection opened for it.
    private func open(_ member: Int, in state: inout State) throws -> PoolLease<Int> {
        guard case .waiting = state.admit("w\(member)", ticket: UInt64(member), now: start) else {
            throw Unexpected("not waiting")
        }
        #expect(state.beginOpening(keepsMinimum: false) == 1)
        return try handed(state.opened(member, chance: 0, now: start)).lease
    }

    private func handed(_ placement: State.Placement) throws -> (waiter: String, lease: PoolLease<Int>) {
        guard case .handed(let waiter, let lease) = placement else { throw Unexpected("\(placement)") }
        return (waiter, lease)
    }

    @Test func `a first caller waits for one connection to be opened`() throws {
        var state = makeState()
        #expect(state.lease() == nil)
        let lease = try open(1, in: &state)
        #expect(lease.member == 1)
        #expect(state.statistics == PoolStatistics(open: 1, idle: 0, leased: 1, opening: 0, waiting: 0))
    }

    @Test func `no more connections are opened than the maximum`() throws {
        var state = makeState { $0.queueLimit = 10 }
        for ticket in 1...5 { _ = state.admit("w", ticket: UInt64(ticket), now: start) }
        #expect(state.beginOpening(keepsMinimum: false) == 2)
        #expect(state.beginOpening(keepsMinimum: false) == 0)
    }

    @Test func `waiters are served in order of arrival`() throws {
        var state = makeState { $0.maximumConnections = 1 }
        let lease = try open(1, in: &state)
        _ = state.admit("first", ticket: 11, now: start)
        _ = state.admit("second", ticket: 12, now: start)
        #expect(try handed(state.giveBack(lease, isUsable: true, now: start)).waiter == "first")
        #expect(try handed(state.giveBack(lease, isUsable: true, now: start)).waiter == "second")
        guard case .kept = state.giveBack(lease, isUsable: true, now: start) else { throw Unexpected("not kept") }
    }

    @Test func `the connection used last is lent first`() throws {
        var state = makeState()
        let (first, second) = (try open(1, in: &state), try open(2, in: &state))
        _ = state.giveBack(second, isUsable: true, now: start)
        _ = state.giveBack(first, isUsable: true, now: start)
        #expect(state.lease()?.member == 1)
        #expect(state.lease()?.member == 2)
    }

    @Test func `one more than the queue holds is refused`() throws {
        var state = makeState { $0.maximumConnections = 1 }
        _ = try open(1, in: &state)
        _ = state.admit("a", ticket: 11, now: start)
        _ = state.admit("b", ticket: 12, now: start)
        guard case .refused(.queueFull) = state.admit("c", ticket: 13, now: start) else {
            throw Unexpected("not refused")
        }
    }

    @Test func `a waiter that leaves makes room and is never served`() throws {
        var state = makeState { $0.maximumConnections = 1 }
        let lease = try open(1, in: &state)
        _ = state.admit("a", ticket: 11, now: start)
        _ = state.admit("b", ticket: 12, now: start)
        #expect(state.withdraw(11) == "a")
        #expect(state.withdraw(11) == nil)
        #expect(state.statistics.waiting == 1)
        guard case .waiting = state.admit("c", ticket: 13, now: start) else { throw Unexpected("refused") }
        #expect(try handed(state.giveBack(lease, isUsable: true, now: start)).waiter == "b")
    }

    @Test func `who waits too long is taken out, the others stay`() throws {
        var state = makeState { $0.maximumConnections = 1 }
        _ = try open(1, in: &state)
        _ = state.admit("early", ticket: 11, now: start)
        _ = state.admit("late", ticket: 12, now: start + .seconds(5))
        #expect(state.expire(now: start + .seconds(9)) == [])
        #expect(state.expire(now: start + .seconds(10)) == ["early"])
        #expect(state.nextDeadline() == start + .seconds(15))
    }

    @Test func `a broken connection is replaced for whoever waits`() throws {
        var state = makeState { $0.maximumConnections = 1 }
        let lease = try open(1, in: &state)
        _ = state.admit("a", ticket: 11, now: start)
        guard case .closed(1, .broken) = state.giveBack(lease, isUsable: false, now: start) else {
            throw Unexpected("not closed")
        }
        #expect(state.beginOpening(keepsMinimum: false) == 1)
        #expect(try handed(state.opened(2, chance: 0, now: start)).waiter == "a")
    }

    @Test func `while the server is away one attempt goes on, after growing pauses`() throws {
        var state = makeState()
        _ = state.admit("a", ticket: 11, now: start)
        _ = state.admit("b", ticket: 12, now: start)
        #expect(state.beginOpening(keepsMinimum: false) == 2)
        let refused = PostgresError(state: .cannotConnect, origin: .connection, message: "refused")
        #expect(state.openFailed(refused, chance: 1, now: start) == .seconds(1))
        #expect(state.continuesOpening(keepsMinimum: false) == false)
        #expect(state.openFailed(refused, chance: 1, now: start) == .seconds(2))
        #expect(state.continuesOpening(keepsMinimum: false) == true)
        #expect(state.openFailed(refused, chance: 0, now: start) == .seconds(2))
        #expect(state.pauseBeforeOpening(now: start + .seconds(1)) == .seconds(1))
        #expect(state.beginOpening(keepsMinimum: false) == 0)
        #expect(state.lastFailure?.state == .cannotConnect)
        #expect(state.statistics.waiting == 2)
    }

    @Test func `the attempts end when nobody waits any more`() throws {
        var state = makeState()
        _ = state.admit("a", ticket: 11, now: start)
        _ = state.beginOpening(keepsMinimum: false)
        _ = state.withdraw(11)
        let refused = PostgresError(state: .cannotConnect, origin: .connection, message: "refused")
        _ = state.openFailed(refused, chance: 0, now: start)
        #expect(state.continuesOpening(keepsMinimum: false) == false)
        #expect(state.statistics.opening == 0)
    }

    @Test func `a server that is back is opened for everyone`() throws {
        var state = makeState()
        _ = state.admit("a", ticket: 11, now: start)
        _ = state.admit("b", ticket: 12, now: start)
        _ = state.beginOpening(keepsMinimum: false)
        let refused = PostgresError(state: .cannotConnect, origin: .connection, message: "refused")
        _ = state.openFailed(refused, chance: 0, now: start)
        _ = state.continuesOpening(keepsMinimum: false)
        #expect(try handed(state.opened(1, chance: 0, now: start)).waiter == "a")
        #expect(state.lastFailure == nil)
        #expect(state.pauseBeforeOpening(now: start) == .zero)
        #expect(try handed(state.opened(2, chance: 0, now: start)).waiter == "b")
    }

    @Test func `a connection past its lifetime is closed when it comes back`() throws {
        var state = makeState()
        let lease = try open(1, in: &state)
        guard case .closed(1, .lifetime) = state.giveBack(lease, isUsable: true, now: start + .seconds(1000)) else {
            throw Unexpected("not closed")
        }
        #expect(state.statistics.open == 0)
    }

    @Test func `chance shortens a lifetime by a tenth at most`() throws {
        var state = makeState()
        _ = state.admit("a", ticket: 11, now: start)
        _ = state.beginOpening(keepsMinimum: false)
        #expect(try handed(state.opened(1, chance: 1, now: start)).lease.expiresAt == start + .seconds(900))
    }

    @Test func `connections nobody uses are closed down to the minimum`() throws {
        var state = makeState { $0.minimumConnections = 1 }
        for lease in [try open(1, in: &state), try open(2, in: &state)] {
            _ = state.giveBack(lease, isUsable: true, now: start)
        }
        #expect(state.reap(now: start + .seconds(59)).isEmpty)
        #expect(state.reap(now: start + .seconds(60)).map(\.1) == [.idleTimeout])
        #expect(state.reap(now: start + .seconds(61)).isEmpty)
        #expect(state.reap(now: start + .seconds(1000)).map(\.1) == [.lifetime])
    }

    @Test func `the minimum is kept only while the pool runs`() {
        var state = makeState { $0.minimumConnections = 2 }
        #expect(state.beginOpening(keepsMinimum: false) == 0)
        #expect(state.beginOpening(keepsMinimum: true) == 2)
        guard case .kept = state.opened(1, chance: 0, now: start) else { return #expect(Bool(false)) }
    }

    @Test func `a closed pool refuses, lets leases come back and is drained then`() throws {
        var state = makeState { $0.maximumConnections = 1 }
        let lease = try open(1, in: &state)
        _ = state.admit("a", ticket: 11, now: start)
        let (idle, waiters) = state.close()
        #expect(idle == [] && waiters == ["a"])
        #expect(!state.isDrained)
        guard case .refused(.closed) = state.admit("b", ticket: 12, now: start) else { throw Unexpected("admitted") }
        guard case .closed(1, .shutdown) = state.giveBack(lease, isUsable: true, now: start) else {
            throw Unexpected("kept")
        }
        #expect(state.isDrained)
        #expect(state.beginOpening(keepsMinimum: true) == 0)
    }

    @Test func `pauses grow to the maximum and are cut at random`() {
        let backoff = Backoff(initial: .seconds(1), maximum: .seconds(5))
        #expect((1...5).map { backoff.pause(afterFailures: $0, chance: 1) } == [1, 2, 4, 5, 5].map { .seconds($0) })
        #expect(backoff.pause(afterFailures: 2, chance: 0) == .seconds(1))
        #expect(backoff.pause(afterFailures: 1_000_000, chance: 1) == .seconds(5))
    }
}
