/// Which scripts `revert` has run; the console has told of them.
struct RevertedAnswer: PlaceAnswer {
    let reverted: [String]

    var summary: String { Output.count(reverted.count, "file") }
}
