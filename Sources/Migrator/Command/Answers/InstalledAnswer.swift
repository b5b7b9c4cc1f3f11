/// How many files `up` or `seed` has run; the console has told of them.
struct InstalledAnswer: PlaceAnswer {
    let installed: Int

    var summary: String { Output.count(installed, "file") }
}
