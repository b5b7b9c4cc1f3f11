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

    @Test func `without capacity nothing is named`() {
        var cache = StatementCache(capacity: 0)
        cache.beginPipeline()
        #expect(cache.plan(for: "a") == .unnamed)
    }
}
