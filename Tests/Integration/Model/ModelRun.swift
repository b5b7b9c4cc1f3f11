import Foundation
import Postgres
import Testing

/// Stories by chance, told to a database beside each other.
struct ModelRun: Sendable {
    /// How many steps there are in all.
    let operations: Int
    /// Everything that happens follows from it, save for ids and times.
    let seed: UInt64
    /// Whether connections and statements are ended meanwhile.
    var isDisturbed = false
    /// Steps of one story.
    static let steps = 200
    /// Steps between two runs of chores.
    static let round = 25
    /// Users of one story.
    static let users = 3
    /// Stories that are told at the same time.
    static let tellers = 8

    /// As the environment says: `THIN_MODEL_OPERATIONS`, `THIN_MODEL_SEED`.
    static func configured(operations: Int) -> ModelRun {
        let environment = ProcessInfo.processInfo.environment
        return ModelRun(
            operations: environment["THIN_MODEL_OPERATIONS"].flatMap { Int($0) } ?? operations,
            seed: environment["THIN_MODEL_SEED"].flatMap { UInt64($0) } ?? .random(in: .min ... .max))
    }

    /// The steps of a story; chores come after every round.
    func plot(_ story: Int) -> [Step] {
        var random = SplitMix64(seed: seed &+ UInt64(story))
        return (0..<Self.steps).flatMap { index in
            let step = Step.random(using: &random)
            return index % Self.round == Self.round - 1 ? [step, Step(kind: .chores, number: 0)] : [step]
        }
    }

    /// Tells all stories and compares all the while. The first that goes wrong is shortened and reported.
    func tell(_ desk: LedgerDesk) async throws {
        let count = max(operations / Self.steps, 1)
        let plots = (0..<count).map(plot)
        var stories: [Int: Story] = [:]
        for index in plots.indices {
            stories[index] = try await Story.begin(desk, users: Self.users, isDisturbed: isDisturbed)
        }
        do {
            for round in 0..<(Self.steps / Self.round) {
                stories = try await tellRound(round, plots, stories)
                try await doChores(desk, &stories)
            }
            try await end(desk, &stories)
        } catch let failure as Failure {
            try await report(failure, plots[failure.story], desk)
        }
    }

    /// A story that went wrong.
    struct Failure: Error {
        let story: Int
        let mismatch: Story.Mismatch
    }

    private func tellRound(
        _ round: Int, _ plots: [[Step]], _ stories: [Int: Story]
    ) async throws -> [Int: Story] {
        var waiting = stories.keys.sorted()[...]
        var told: [Int: Story] = [:]
        return try await withThrowingTaskGroup(of: (Int, Story).self) { group in
            func tellNext() {
                guard let index = waiting.popFirst(), let story = stories[index] else { return }
                let steps = plots[index].dropFirst(round * (Self.round + 1)).prefix(Self.round)
                group.addTask { (index, try await Self.tell(steps, of: story, index)) }
            }
            for _ in 0..<Self.tellers { tellNext() }
            while let (index, story) = try await group.next() {
                told[index] = story
                tellNext()
            }
            return told
        }
    }

    private static func tell(_ steps: some Sequence<Step>, of story: Story, _ index: Int) async throws -> Story {
        var story = story
        try await naming(index) {
            for step in steps { try await story.take(step) }
        }
        return story
    }

    /// A sweep and the compensation queue, then everything that is stored is compared and proved.
    private func doChores(_ desk: LedgerDesk, _ stories: inout [Int: Story]) async throws {
        try await Self.chores(desk, isDisturbed: isDisturbed)
        for (index, story) in stories {
            var story = story
            try await Self.naming(index) {
                story.sweep()
                try await story.settleCompensations()
                try await story.compare()
            }
            stories[index] = story
        }
        try await Self.prove(desk, isDisturbed: isDisturbed)
    }

    /// What runs by itself, for all users; as often as it takes.
    static func chores(_ desk: LedgerDesk, isDisturbed: Bool) async throws {
        let story = Story(desk: desk, isDisturbed: isDisturbed)
        // A statement whose answer was lost may still be at it, and a sweep passes over whatever others have locked.
        let busy: Query = """
            select count(*) from pg_locks l
            join pg_database d on d.oid = l.database and d.datname = current_database()
            where l.relation = 'credits.accounts'::regclass and l.mode in ('RowShareLock', 'RowExclusiveLock')
            """
        while try await story.insisting({ try await desk.value(busy) }) != "0" {
            try await Task.sleep(for: .milliseconds(5))
        }
        var last: String?
        repeat {
            last = try await story.insisting { try await desk.value("select credits.sweep(500, \(last)::uuid)") }
        } while last != nil
        let settle: Query = "select (credits.settle_compensations(1000)).settled"
        while try await story.insisting({ try await desk.value(settle) }) != "0" {}
    }

    private static func prove(_ desk: LedgerDesk, isDisturbed: Bool) async throws {
        let story = Story(desk: desk, isDisturbed: isDisturbed)
        let broken = try await story.insisting {
            try await desk.value(
                "select string_agg(concat_ws(' ', v.user_id, v.invariant), ', ') from credits.verify() v")
        }
        #expect(broken == nil, "verify: \(broken ?? "")")
    }

    /// Holds end, the past is as it was, and goes into the archive without a difference.
    private func end(_ desk: LedgerDesk, _ stories: inout [Int: Story]) async throws {
        for (index, story) in stories {
            var story = story
            try await Self.naming(index) {
                try await story.compareThePast()
                try await story.outlive()
                try await story.growOld()
            }
            stories[index] = story
        }
        try await Self.archive(desk, isDisturbed: isDisturbed)
        try await doChores(desk, &stories)
        for (index, story) in stories { try await Self.naming(index) { try await story.compareThePast() } }
        let left = try await desk.pool.query("select from credits.ledger_entries").rowCount
        #expect(left < stories.count * Self.users * 5, "what is old was archived")
    }

    private static func archive(_ desk: LedgerDesk, isDisturbed: Bool) async throws {
        let story = Story(desk: desk, isDisturbed: isDisturbed)
        let months = try await story.insisting {
            try await desk.pool.query(
                """
                select distinct to_char(l.created_at at time zone 'UTC', 'YYYY-MM') from credits.ledger_entries l
                where l.created_at < now() - interval '5 months'
                """)
        }
        for row in 0..<months.rowCount {
            try await story.insisting {
                _ = try await desk.pool.query("select credits.archive(\(months.text(row, 0)), 1000000)")
            }
        }
    }

    private static func naming(_ index: Int, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let mismatch as Story.Mismatch {
            throw Failure(story: index, mismatch: mismatch)
        }
    }
}
