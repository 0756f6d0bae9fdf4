import CGEOS

/// One GEOS context: a handle, and the last message GEOS wrote through it.
///
/// GEOS says "Contexts must only be used from a single thread at a time", so the
/// class is not `Sendable`: the compiler keeps it inside the task that made it.
public final class TopologyContext {
  let handle: GEOSContextHandle_t
  private var lastMessage = ""

  public init() throws(TopologyError) {
    guard let handle = GEOS_init_r() else { throw .outOfMemory }
    self.handle = handle
    GEOSContext_setErrorMessageHandler_r(
      handle,
      { message, context in
        guard let message, let context else { return }
        Unmanaged<TopologyContext>.fromOpaque(context).takeUnretainedValue().lastMessage =
          String(cString: message)
      },
      Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { GEOS_finish_r(handle) }

  /// `3.11.1-CAPI-1.17.1`: goes into the provenance of what was computed.
  public static var engineVersion: String { String(cString: GEOSversion()) }

  /// Turns a null result from GEOS into an error that carries the GEOS message.
  func checked(
    _ pointer: OpaquePointer?, _ operation: StaticString
  ) throws(TopologyError) -> OpaquePointer {
    guard let pointer else { throw failure(operation) }
    return pointer
  }

  /// The convention of GEOS predicates: 2 on exception, 1 on true, 0 on false.
  func answer(_ result: CChar, _ operation: StaticString) throws(TopologyError) -> Bool {
    guard result != 2 else { throw failure(operation) }
    return result == 1
  }

  /// The convention of GEOS measures: 0 on exception, 1 on success, the value in `value`.
  func measure(
    _ operation: StaticString, _ call: (_ value: UnsafeMutablePointer<Double>) -> CInt
  ) throws(TopologyError) -> Double {
    var value = 0.0
    guard call(&value) == 1 else { throw failure(operation) }
    return value
  }

  func failure(_ operation: StaticString) -> TopologyError {
    defer { lastMessage = "" }
    return .geos(operation: "\(operation)", message: lastMessage)
  }
}
