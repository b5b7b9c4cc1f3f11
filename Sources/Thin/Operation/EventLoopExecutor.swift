internal import NIOCore
internal import NIOPosix

/// Runs tasks on the threads that read and write HTTP, so that a request isn't handed from thread to thread.
///
/// What runs here must not block: it would hold up the connections of its thread.
final class EventLoopExecutor: TaskExecutor {
    static let shared = EventLoopExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        MultiThreadedEventLoopGroup.singleton.any().execute {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
