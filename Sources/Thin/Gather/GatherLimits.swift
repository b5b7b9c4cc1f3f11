/// Limits of gathering.
package struct GatherLimits: Sendable {
    /// Calls of one group that go alone side by side while no batch is under way.
    package var aloneMax = 1
    /// Fewer calls than this go alone.
    package var batchMin = 2
    /// Calls in one batch.
    package var batchMax = 256
    /// Calls that may wait, of all groups.
    package var waitingMax = 4096
    /// Calls of one owner that may wait, so that a flood leaves room for others.
    package var waitingPerOwnerMax = 1024

    package init() {}
}
