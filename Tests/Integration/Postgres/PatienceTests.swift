import Postgres
import Testing

/// When a waiting call gives up and when it cancels, without a server.
@Suite struct PatienceTests {
    private let start = ContinuousClock.now

    @Test func `without a deadline it waits for ever`() {
        var patience = Patience(deadline: nil)
        #expect(patience.deadline == nil)
        #expect(patience.next(isCancelled: false, now: start + .seconds(86_400)) == .wait)
    }

    @Test func `a passed deadline ends it`() {
        var patience = Patience(deadline: start + .seconds(3))
        #expect(patience.next(isCancelled: false, now: start + .seconds(2)) == .wait)
        #expect(patience.next(isCancelled: false, now: start + .seconds(3)) == .giveUp)
    }

    @Test func `a cancel request is repeated at intervals and then given up`() {
        var patience = Patience(deadline: nil)
        var now = start
        for _ in 0..<Connection.cancelAttempts {
            #expect(patience.next(isCancelled: true, now: now) == .sendCancel)
            #expect(patience.next(isCancelled: true, now: now) == .wait)
            now = now + Connection.cancelInterval
            #expect(patience.deadline == now)
        }
        #expect(patience.next(isCancelled: true, now: now) == .giveUp)
    }
}
