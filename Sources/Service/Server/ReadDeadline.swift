import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not come in time: a head within some seconds of the
/// connection, a body within some more, and the next head within some minutes of an answer, which
/// may still be on its way. A client that sends a byte now and then is never idle, and would hold
/// its connection for ever.
///
/// A connection whose answer says that it closes is closed a little after the answer: at once, the
/// client would lose what it has not read yet.
final class ReadDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let head: TimeAmount
  private let body: TimeAmount
  private let next: TimeAmount
  private let metrics: ServiceMetrics
  private var timer: Scheduled<Void>?
  private var isCounted = false
  private var isLast = false
  private static let parting = TimeAmount.seconds(1)

  init(head: TimeAmount, body: TimeAmount, next: TimeAmount, metrics: ServiceMetrics) {
    self.head = head
    self.body = body
    self.next = next
    self.metrics = metrics
  }

  private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
    timer?.cancel()
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(in: time) { channel.close(mode: .all, promise: nil) }
  }

  private func rest() {
    timer?.cancel()
    timer = nil
  }

  func handlerAdded(context: ChannelHandlerContext) {
    isCounted = true
    metrics.connected()
    wait(head, context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    rest()
    if isCounted { metrics.disconnected() }
    isCounted = false
  }

  func channelInactive(context: ChannelHandlerContext) {
    rest()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !isLast {
      switch unwrapInboundIn(data) {
      case .head: wait(body, context)
      case .body: break
      case .end: rest()
      }
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head): isLast = head.headerFields[.connection] == "close"
    case .body: break
    case .end: wait(isLast ? Self.parting : next, context)
    }
    context.write(data, promise: promise)
  }
}
