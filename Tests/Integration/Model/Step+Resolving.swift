import Foundation

extension Step {
    /// What a step comes to.
    enum Resolved {
        case request(Request)
        /// Index of the user, microseconds.
        case wait(Int, Int)
        /// Index of the past balance.
        case look(Int)
        case nothing
    }

    /// Decides what happens, given what is there.
    func resolve(in story: Story) -> Resolved {
        var author = CallAuthor(random: SplitMix64(seed: number), story: story)
        switch kind {
        case .grant, .reserve, .confirm, .release, .refund, .revoke, .adjust, .setDebtLimit, .compensate, .balance:
            return .request(.single(author.call(kind)))
        case .reserveMany: return .request(.batch(author.calls(.reserve)))
        case .confirmMany: return .request(.batch(author.calls(.confirm)))
        case .releaseMany: return .request(.batch(author.calls(.release)))
        case .replay: return author.replay().map { .request(.single($0)) } ?? .nothing
        case .reuse: return author.reuse().map { .request(.single($0)) } ?? .nothing
        case .flawed: return .request(author.flawed())
        case .wait: return author.wait()
        case .past: return story.pasts.isEmpty ? .nothing : .look(author.random.pick(Array(story.pasts.indices)))
        case .chores: return .nothing
        }
    }
}
