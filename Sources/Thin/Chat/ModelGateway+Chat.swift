internal import HTTPTypes

extension ModelGateway {
    /// Asks for a chat's answer, or its title, as any other metered call: same admission, same settling. It doesn't end
    /// when a client leaves.
    ///
    /// - Throws: `Problem` when it isn't admitted.
    func start(_ prompt: ChatPrompt, isStream: Bool, for run: ChatRun) async throws(Problem) -> Started {
        let target = try prompt.target(isStream: isStream)
        let request: ModelRequest
        do throws(WireProblem) {
            request = try ModelRequest.read(
                target.operation, of: target.provider, model: target.model, isStream: target.isStream,
                body: prompt.body)
        } catch {
            throw .unexpected(requestID: run.scope.id)
        }
        return try await start(
            Call(
                target: target, request: request, caller: .claims(run.scope.caller.claims),
                headers: [.contentType: "application/json"], address: run.scope.address, requestID: run.scope.id,
                trace: run.scope.trace, job: (type: "chat", runID: run.id)))
    }
}
