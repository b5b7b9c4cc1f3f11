private import CLibPQ

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The kernel's readiness queue: epoll on Linux, kqueue on Darwin. Every arming reports once.
///
/// Arming from one thread while another waits is allowed by both and needs no wake-up of the waiter.
struct Poller: Sendable {
    /// What to be told about.
    struct Interest: OptionSet, Sendable {
        let rawValue: UInt8
        static let read = Interest(rawValue: 1)
        static let write = Interest(rawValue: 2)
    }

    private let descriptor: Int32
}

#if os(Linux)
    extension Poller {
        init() {
            descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
            precondition(descriptor >= 0, "epoll_create1: errno \(errno)")
        }

        /// Reports `token` once `socket` is ready. False when the socket can't be watched any more.
        func arm(_ socket: Int32, for interest: Interest, token: UInt64) -> Bool {
            var event = epoll_event()
            event.events = EPOLLONESHOT.rawValue
            if interest.contains(.read) { event.events |= EPOLLIN.rawValue | EPOLLRDHUP.rawValue }
            if interest.contains(.write) { event.events |= EPOLLOUT.rawValue }
            event.data.u64 = token
            if epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) == 0 { return true }
            // A socket is unknown until its first wait; closing it makes the kernel forget it.
            return errno == ENOENT && epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) == 0
        }

        /// Blocks until something is ready or the time is over, and appends the tokens.
        func wait(milliseconds: Int32, into tokens: inout [UInt64]) {
            withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
                let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)
                for index in 0..<Int(max(count, 0)) { tokens.append(events[index].data.u64) }
            }
        }
    }
#else
    extension Poller {
        init() {
            descriptor = kqueue()
            precondition(descriptor >= 0, "kqueue: errno \(errno)")
        }

        /// Reports `token` once `socket` is ready. False when the socket can't be watched any more.
        func arm(_ socket: Int32, for interest: Interest, token: UInt64) -> Bool {
            var isArmed = true
            for (member, filter) in [(Interest.read, EVFILT_READ), (.write, EVFILT_WRITE)]
            where interest.contains(member) {
                var event = kevent(
                    ident: UInt(socket), filter: Int16(filter), flags: UInt16(EV_ADD | EV_ONESHOT), fflags: 0, data: 0,
                    udata: UnsafeMutableRawPointer(bitPattern: UInt(token)))
                isArmed = kevent(descriptor, &event, 1, nil, 0, nil) == 0 && isArmed
            }
            return isArmed
        }

        /// Blocks until something is ready or the time is over, and appends the tokens.
        func wait(milliseconds: Int32, into tokens: inout [UInt64]) {
            var limit = timespec(tv_sec: Int(milliseconds) / 1000, tv_nsec: Int(milliseconds) % 1000 * 1_000_000)
            withUnsafeTemporaryAllocation(of: kevent.self, capacity: 64) { events in
                let count = kevent(descriptor, nil, 0, events.baseAddress, Int32(events.count), &limit)
                for index in 0..<Int(max(count, 0)) { tokens.append(UInt64(UInt(bitPattern: events[index].udata))) }
            }
        }
    }
#endif
