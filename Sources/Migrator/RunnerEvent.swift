/// What a run is doing, for whoever watches.
public enum RunnerEvent: Sendable {
    /// Another runner holds the lock; this one waits for it.
    case waitingForLock
    /// A file was installed.
    case installed(path: String, took: Duration)
    /// All is done.
    case finished(files: Int, took: Duration)
}
