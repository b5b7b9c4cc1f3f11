/// What a call has used, in tokens. The counts are disjoint: input is without what was read from or written to a cache,
/// output is without reasoning.
package struct TokenUsage: Sendable, Equatable {
    package var input = 0
    package var cachedInput = 0
    package var cacheWrite5m = 0
    package var cacheWrite1h = 0
    package var output = 0
    package var reasoning = 0

    package init(
        input: Int = 0, cachedInput: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0, output: Int = 0,
        reasoning: Int = 0
    ) {
        self.input = input
        self.cachedInput = cachedInput
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.output = output
        self.reasoning = reasoning
    }

    /// As the database takes it.
    package var json: String {
        """
        {"input":\(input),"cached_input":\(cachedInput),"cache_write_5m":\(cacheWrite5m),\
        "cache_write_1h":\(cacheWrite1h),"output":\(output),"reasoning":\(reasoning)}
        """
    }
}
