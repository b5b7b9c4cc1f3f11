private import CLibPQ

/// The one owner of a `PGresult`, cleared with it.
///
/// Sendable because libpq never changes a result after returning it and lets any number of threads read one
/// ("Behavior in Threaded Programs"); the only write is `PQclear`, which `deinit` makes once.
struct ResultHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }
}
