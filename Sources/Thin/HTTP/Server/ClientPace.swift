internal import HTTPTypes
internal import NIOCore
internal import NIOExtras
internal import NIOHTTPTypes

/// Sees to it that no client keeps a connection for ever by being slow, and that none loses a request when the service
/// stops.
///
/// - A body has to come within `patience`, and as much longer as its bytes take at `rateMin`. Only time in which the
///   service waits for the client counts. (A head that doesn't come is the idle time-out's.)
/// - An answer has to be taken: a client that takes nothing for `patience` is hung up on.
/// - Once the service stops, each answer says that the connection ends with it; a connection without a request is closed
///   after `grace`, in which requests that were on their way still arrive.
final class ClientPace: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Bytes a second of a body below which a client is too slow.
    static let rateMin = 4096
    /// How long a connection is kept for a request that may be on its way, once the service stops.
    static let grace: TimeAmount = .milliseconds(500)

    private let patience: TimeAmount
    private let connections: OpenConnections
    /// Requests whose answer isn't written.
    private var requests = 0
    /// Whether a head has come whose body isn't whole.
    private var isReading = false
    private var bytes = 0
    /// How long the client has been waited for, since the body began.
    private var waited: TimeAmount = .zero
    private var waitingSince: NIODeadline?
    private var blockedSince: NIODeadline?
    private var isLooking = false
    private var isStopping = false

    init(patience: TimeAmount, connections: OpenConnections) {
        self.patience = patience
        self.connections = connections
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        stopWaiting()
        switch unwrapInboundIn(data) {
        case .head:
            (isReading, bytes, waited) = (true, 0, .zero)
            count(1)
        case .body(let buffer): bytes += buffer.readableBytes
        case .end: isReading = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isReading { look(in: patience, context) }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if waitingSince == nil { waitingSince = .now() }
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isStopping && requests == 1 && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
            // Whoever keeps count of requests closes after this answer.
            context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        case .end:
            count(-1)
            context.write(data, promise: promise)
        default: context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        blockedSince = context.channel.isWritable ? nil : .now()
        if blockedSince != nil { look(in: patience, context) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        guard !isStopping else { return }
        isStopping = true
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.grace) {
            if bound.value.channel.isActive {
                bound.value.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        count(-requests)
    }

    private func count(_ change: Int) {
        requests += change
        connections.requests(changedBy: change)
    }

    private func stopWaiting() {
        if let since = waitingSince, isReading { waited = waited + (.now() - since) }
        waitingSince = nil
    }

    /// One clock a connection; most requests come whole and never start it.
    private func look(in time: TimeAmount, _ context: ChannelHandlerContext) {
        guard !isLooking else { return }
        isLooking = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: time) {
            let (pace, context) = bound.value
            pace.isLooking = false
            pace.judge(context)
        }
    }

    private func judge(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let now = NIODeadline.now()
        var left: [TimeAmount] = []
        if isReading {
            let waiting = waitingSince.map { now - $0 } ?? .zero
            left.append(patience + .milliseconds(Int64(bytes * 1000 / Self.rateMin)) - (waited + waiting))
        }
        if let blockedSince { left.append(patience - (now - blockedSince)) }
        guard let soonest = left.min() else { return }
        if soonest <= .zero { return context.close(promise: nil) }
        look(in: max(soonest, .milliseconds(10)), context)
    }
}
