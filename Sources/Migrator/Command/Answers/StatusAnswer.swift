import Foundation
import Migrator

/// What `status` found.
struct StatusAnswer: PlaceAnswer {
    let files: [Status]
    /// Whether something pending is an exit code.
    let tellsOfPending: Bool

    private enum CodingKeys: CodingKey {
        case files
    }

    var text: String { Self.lines(of: files).joined(separator: "\n") }
    var details: [String] { Self.lines(of: files.filter { $0.state != .installed }) }
    var json: any Encodable { files }

    var summary: String {
        let states: [Status.State] = [.pending, .changed, .partly, .gone]
        let counts = states.compactMap { state in
            let count = files.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.rawValue)"
        }
        return counts.isEmpty ? "up to date" : counts.joined(separator: ", ")
    }

    var exitCode: Int32 {
        let isPending = files.contains { $0.state != .installed && $0.state != .gone }
        return tellsOfPending && isPending ? Output.pending : 0
    }

    private static func lines(of files: [Status]) -> [String] {
        files.map { "\($0.state.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))\($0.path)" }
    }
}
