import Synchronization
import Testing
import Thin

/// Who gets in, who waits and who doesn't.
@Suite(.timeLimit(.minutes(5))) struct TurnstileTests {
    /// What happened so far.
    final class Diary: Sendable {
        let entries = Mutex<[Int]>([])
        let inside = Mutex((now: 0, most: 0))
    }

    @Test func `no more get in than there is room`() async throws {
        let turnstile = Turnstile(size: 3, waitingMax: 1000)
        let diary = Diary()
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    try await turnstile.pass {
                        diary.inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                        await Task.yield()
                        diary.inside.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(diary.inside.withLock { $0.now } == 0)
        #expect(diary.inside.withLock { $0.most } <= 3)
    }

    @Test func `whoever finds no room to wait is refused, and whoever fails makes room`() async throws {
        struct Failure: Error {}
        let turnstile = Turnstile(size: 1, waitingMax: 0)
        try await turnstile.pass {
            _ = await #expect(throws: Turnstile.Crowded.self) { try await turnstile.pass {} }
        }
        await #expect(throws: Failure.self) { try await turnstile.pass { throw Failure() } }
        try await turnstile.pass {}
    }

    @Test func `whoever gives up waiting lets the next one in`() async throws {
        let turnstile = Turnstile(size: 1, waitingMax: 2)
        let diary = Diary()
        let (first, next) = try await turnstile.pass {
            let first = Task { try await turnstile.pass { diary.entries.withLock { $0.append(1) } } }
            let next = Task { try await turnstile.pass { diary.entries.withLock { $0.append(2) } } }
            first.cancel()
            _ = await #expect(throws: Turnstile.Crowded.self) { try await first.value }
            return (first, next)
        }
        _ = first
        try await next.value
        #expect(diary.entries.withLock { $0 } == [2])
    }
}
