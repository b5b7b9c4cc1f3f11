import Foundation
import Postgres
import Testing

extension ModelRun {
    /// Times a story is told again while it is shortened.
    private static let attempts = 400

    /// Records what went wrong, with the shortest story that was found to show it.
    func report(_ failure: Failure, _ plot: [Step], _ desk: LedgerDesk) async throws {
        var mismatch = failure.mismatch
        var steps = Array(plot.prefix(mismatch.step + 1 + mismatch.step / Self.round))
        var attempts = isDisturbed ? 0 : Self.attempts
        var length = max(steps.count / 2, 1)
        while attempts > 0, length > 0 {
            var start = 0
            while start < steps.count, attempts > 0 {
                var fewer = steps
                fewer.removeSubrange(start..<min(start + length, steps.count))
                attempts -= 1
                if let found = try await Self.mismatch(fewer, desk) {
                    (steps, mismatch) = (Array(fewer.prefix(found.step + 1)), found)
                } else {
                    start += length
                }
            }
            length /= 2
        }
        let again = try await Self.mismatch(steps, desk) != nil
        Issue.record(
            """
            seed \(seed), story \(failure.story): \(mismatch)
            \(again ? "shown by" : "not shown again by") \(steps.count) steps:
            \(steps.map { "    \($0)" }.joined(separator: "\n"))
            first seen as: \(failure.mismatch)
            """)
    }

    /// Tells a story to new users, alone.
    static func mismatch(_ steps: [Step], _ desk: LedgerDesk) async throws -> Story.Mismatch? {
        var story = try await Story.begin(desk, users: users)
        do {
            for step in steps {
                try await story.take(step)
                guard step.kind == .chores else { continue }
                try await chores(desk, isDisturbed: false)
                story.sweep()
                try await story.settleCompensations()
                try await story.compare()
            }
            try await story.compare()
            return nil
        } catch let mismatch as Story.Mismatch {
            return mismatch
        }
    }
}
