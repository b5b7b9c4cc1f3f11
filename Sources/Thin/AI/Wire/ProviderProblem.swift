package import HTTPTypes

/// A problem in the shape in which a provider's SDK expects errors.
package enum ProviderProblem {
    /// As a whole answer.
    package static func answer(
        _ problem: Problem, of provider: Provider, requestID: String
    ) -> (status: HTTPResponse.Status, headers: HTTPFields, body: String) {
        (problem.status, problem.headers, "")
    }

    /// As the last event of a stream that is broken off.
    ///
    /// - Parameter interrupts: Whether an event was being sent, which is to be ended first.
    package static func event(
        _ problem: Problem, of provider: Provider, operation: Operation, requestID: String, interrupts: Bool
    ) -> [UInt8] {
        []
    }
}
