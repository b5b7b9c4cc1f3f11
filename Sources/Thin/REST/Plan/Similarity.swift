/// Which known name somebody may have meant.
enum Similarity {
    /// Below this share of common pairs of letters nothing is suggested.
    static let leastShare = 0.5
    /// Longer names aren't compared, nor more of them.
    static let lengthMax = 63, candidatesMax = 1000

    /// The most similar name, by Dice's coefficient of pairs of letters.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = pairs(of: name)
        guard !wanted.isEmpty, name.utf8.count <= lengthMax else { return nil }
        var best: (name: String, share: Double)?
        for candidate in candidates.prefix(candidatesMax) {
            let other = pairs(of: candidate)
            guard !other.isEmpty else { continue }
            let share = 2 * Double(wanted.intersection(other).count) / Double(wanted.count + other.count)
            if share >= leastShare, share > best?.share ?? 0 || (share == best?.share && candidate < best?.name ?? "") {
                best = (candidate, share)
            }
        }
        return best?.name
    }

    private static func pairs(of name: String) -> Set<[UInt8]> {
        let bytes = [0] + Array(name.lowercased().utf8) + [0]
        return Set(zip(bytes, bytes.dropFirst()).map { [$0, $1] })
    }
}
