/// Where a writer's bytes go when it knows some of the first only after the last: a file that can
/// be sought in, an array.
public struct PatchableSink {
  let sink: ByteSink
  private let patch: (_ offset: Int, Span<UInt8>) throws -> Void

  /// - Parameters:
  ///   - append: takes bytes at the end.
  ///   - patch: writes over bytes that were appended before, from an offset on.
  public init(
    append: @escaping (Span<UInt8>) throws -> Void,
    patch: @escaping (_ offset: Int, Span<UInt8>) throws -> Void
  ) {
    sink = ByteSink(append)
    self.patch = patch
  }

  func put(_ bytes: [UInt8]) throws(FormatError) { try sink.put(bytes) }

  func put(_ bytes: [UInt8], at offset: Int) throws(FormatError) {
    do {
      try patch(offset, bytes.span)
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(.transfer, "the output could not be written", cause: error)
    }
  }
}
