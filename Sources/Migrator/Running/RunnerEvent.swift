/// What a run is doing, for whoever watches.
public enum RunnerEvent: Sendable {
    /// Another runner holds the lock; this one waits for it.
    case waitingForLock
    /// Something that keeps nothing from running.
    case warning(String)
    /// A file is begun.
    case started(path: String)
    /// Its statement waits for a lock that others hold.
    case blocked(path: String, by: [Blocker])
    /// It didn't get the lock and was rolled back; it is tried again after a pause.
    case retrying(path: String, attempt: Int, after: Duration, blockedBy: [Blocker])
    /// What an earlier attempt left behind was removed by this statement.
    case cleared(path: String, statement: String)
    /// An object is dropped, which a file makes in another form, or which depends on one and is made again.
    case dropping(path: String, object: String)
    /// An object is dropped whose file is gone.
    case pruning(path: String, object: String)
    /// A file was installed.
    case installed(path: String, took: Duration)
    /// A script that proves something is over, and was rolled back.
    case checked(path: String, passed: Bool, took: Duration)
    /// All is done.
    case finished(files: Int, took: Duration)
}
