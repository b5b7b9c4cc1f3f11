/// Conditions joined by `and` and `or`.
package indirect enum LogicTree: Sendable, Equatable {
    case filter(Filter)
    case group(isNegated: Bool, isOr: Bool, [LogicTree])
}
