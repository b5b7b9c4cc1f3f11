import Dispatch

/// Runs work that may block, or never ends, on a thread away from those Swift tasks share.
///
/// A serial queue of its own gets its own thread; jobs on a shared concurrent queue would count against the
/// width that tasks run on.
func startThread(for purpose: String, _ work: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "postgres.\(purpose)").async(execute: work)
}
