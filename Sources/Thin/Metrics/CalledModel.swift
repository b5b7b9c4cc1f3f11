/// What is worth reporting of a call of a model that is over.
package struct CalledModel: Sendable {
    let provider: Provider
    let outcome: CallOutcome
    /// From its being sent until it was settled.
    let took: Duration
    /// Until the provider's first output; nil when there was none.
    let firstToken: Duration?
    /// As the provider told it, if it did.
    let usage: TokenUsage?

    package init(
        provider: Provider, outcome: CallOutcome, took: Duration, firstToken: Duration?, usage: TokenUsage?
    ) {
        self.provider = provider
        self.outcome = outcome
        self.took = took
        self.firstToken = firstToken
        self.usage = usage
    }
}
