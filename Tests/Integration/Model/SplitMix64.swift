/// A small generator whose numbers follow from its seed alone, on every platform.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
struct SplitMix64: RandomNumberGenerator, Sendable {
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

    /// Whether something happens that does so in `percent` of a hundred cases.
    mutating func happens(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    /// One of several.
    mutating func pick<T>(_ choices: [T]) -> T {
        precondition(!choices.isEmpty, "there is a choice")
        return choices[Int.random(in: choices.indices, using: &self)]
    }

    /// An amount up to `maximum` with up to 4 decimals, most often few.
    mutating func amount(upTo maximum: Int) -> String {
        let whole = Int.random(in: 0...maximum, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0, 1: return String(max(whole, 1))
        case 2: return "\(whole).5"
        default: return "\(whole).\(String(Int.random(in: 1..<10_000, using: &self) + 10_000).dropFirst())"
        }
    }
}
