/// What several readers at the same time have read. What began to be read later counts, whichever ends last.
package struct LatestValue<Value: Sendable>: Sendable {
    /// Nil until something was read.
    package private(set) var value: Value?

    private var begun = 0
    private var kept = 0

    package init() {}

    /// Begins to read.
    ///
    /// - Returns: What `keep` wants to be told.
    package mutating func begin() -> Int {
        begun += 1
        return begun
    }

    /// Takes what was read, unless what it would replace is younger.
    package mutating func keep(_ value: Value, of turn: Int) {
        guard turn > kept else { return }
        kept = turn
        self.value = value
    }
}
