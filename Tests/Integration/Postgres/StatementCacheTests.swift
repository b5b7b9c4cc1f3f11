import Postgres
import Testing

/// Which statements count as prepared, without a server.
@Suite struct StatementCacheTests {
    @Test func `a statement is prepared once`() {
        var cache = StatementCache(capacity: 2)
        cache.beginPipeline()
        #expect(cache.plan(for: "a") == .fresh(name: "s1"))
        #expect(cache.plan(for: "a") == .prepared(name: "s1"))
        #expect(cache.count == 0)
        cache.parsed("a")
        #expect(cache.count == 1)
    }

    @Test func `the least recently used is evicted`() {
        var cache = StatementCache(capacity: 2)
        for text in ["a", "b", "a", "c"] {
            cache.beginPipeline()
            _ = cache.plan(for: text)
            cache.parsed(text)
        }
        #expect(cache.evicted == ["s2"])
        cache.beginPipeline()
        #expect(cache.plan(for: "a") == .prepared(name: "s1"))
        cache.deallocated("s2")
        #expect(cache.evicted == [])
    }

    @Test func `a pipeline never evicts what it uses itself`() {
        var cache = StatementCache(capacity: 1)
        cache.beginPipeline()
        #expect(cache.plan(for: "a") == .fresh(name: "s1"))
        #expect(cache.plan(for: "b") == .unnamed)
        #expect(cache.plan(for: "a") == .prepared(name: "s1"))
    }

    @Test func `a failed parse leaves nothing behind`() {
        var cache = StatementCache(capacity: 2)
        cache.beginPipeline()
        _ = cache.plan(for: "a")
        cache.notParsed("a")
        #expect(cache.plan(for: "a") == .fresh(name: "s2"))
        cache.dropUnparsed()
        #expect(cache.plan(for: "a") == .fresh(name: "s3"))
        #expect(cache.evicted == [])
    }

    @Test func `names are never given twice`() {
        var cache = StatementCache(capacity: 2)
        cache.beginPipeline()
        _ = cache.plan(for: "a")
        cache.parsed("a")
        cache.forgetAll()
        #expect(cache.plan(for: "a") == .fresh(name: "s2"))
    }

    @Test func `a long text has no name`() {
        var cache = StatementCache(capacity: 2)
        cache.beginPipeline()
        let text = String(repeating: "x", count: StatementCache.longestTextBytes)
        #expect(cache.plan(for: text) == .fresh(name: "s1"))
        #expect(cache.plan(for: text + "x") == .unnamed)
    }

    @Test func `all texts together are bounded, whatever becomes of them`() {
        var cache = StatementCache(capacity: 1000)
        let most = StatementCache.textBytesMax / StatementCache.longestTextBytes
        for round in 0..<10 * most - 1 {
            cache.beginPipeline()
            let text = String(repeating: "x", count: StatementCache.longestTextBytes - 8) + "\(10_000_000 + round)"
            guard case .fresh = cache.plan(for: text) else {
                Issue.record("round \(round) has no name")
                return
            }
            switch round % 4 {
            case 0: cache.notParsed(text)
            case 1: cache.dropUnparsed()
            default: cache.parsed(text)
            }
            if round % 4 == 3 { cache.forget(text) }
            for name in cache.evicted { cache.deallocated(name) }
            #expect(cache.count <= most)
        }
        #expect(cache.count == most)
        cache.forgetAll()
        cache.beginPipeline()
        for name in 0..<most {
            #expect(cache.plan(for: String(repeating: "y", count: 8184) + "\(10_000_000 + name)") != .unnamed)
        }
        #expect(cache.plan(for: "z") == .unnamed)
    }

    @Test func `without capacity nothing is named`() {
        var cache = StatementCache(capacity: 0)
        cache.beginPipeline()
        #expect(cache.plan(for: "a") == .unnamed)
    }
}
