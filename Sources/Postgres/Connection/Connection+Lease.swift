extension Connection {
    /// Whether the connection is open and the server has said nothing since the last answer.
    var isQuiet: Bool {
        !isBroken && !session.hasUnsolicitedInput
    }

    /// Ends what the lease left open. False when the connection isn't fit for another.
    func tidyUp() async -> Bool {
        await turn.take()
        let (isUsable, isIdle) = (!isBroken, !isBroken && session.isIdle)
        turn.give()
        guard isUsable, !isIdle else { return isUsable }
        return await rollBack() == nil
    }

    /// Closes the connection now or, if a call still runs, after it.
    func closeSoon() {
        guard turn.takeIfFree() else {
            Task { await close() }
            return
        }
        breakOff()
        turn.give()
    }
}
