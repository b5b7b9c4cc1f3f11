/// What `RequestReader` finds in a request's body.
package struct RequestMeasure: Sendable, Equatable {
    package var model: String?
    package var isStream = false
    /// `standard`, `flex`, `priority` or `batch`.
    package var serviceTier = "standard"
    /// All text that the model may get to read.
    package var text = TextWeight()
    /// Messages, parts of them, tools: what costs some tokens apart from its text.
    package var parts = 0
    /// How many things there are that aren't text, by kind: `image`, `audio`, `video`, `document`.
    package var media: [String: Int] = [:]
    /// Texts to embed, else 1.
    package var inputs = 1
    /// Output tokens per candidate that the client asked for.
    package var askedOutput: Int?
    package var candidates = 1
    /// Tokens of thinking that the client asked for.
    package var askedThinking: Int?
    package var caches5m = false
    package var caches1h = false
    /// Names of what has a price of its own, or brings input that isn't in the body.
    package var paidFeatures: Set<String> = []
    /// Where the output cap belongs; nil where there is no output.
    var capPlace: CapPlace?
    /// What asks for usage in a stream.
    var usageSplice: BodyEditor.Splice?
    /// What keeps a project's own default from choosing a dearer tier.
    var tierSplice: BodyEditor.Splice?
}

/// Where the output cap is written.
struct CapPlace: Sendable, Equatable {
    let range: Range<Int>
    let before: String
    let after: String

    func splice(_ cap: Int) -> BodyEditor.Splice {
        BodyEditor.Splice(range, "\(before)\(cap)\(after)")
    }
}
