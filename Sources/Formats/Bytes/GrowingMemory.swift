/// A list in memory of its own that doubles when it is full.
///
/// An array would do, at three times the price: for each of the few bytes of a number or a name it
/// asks who else may hold it.
@usableFromInline
struct GrowingMemory<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline private(set) var start: UnsafeMutablePointer<Element>
  @usableFromInline private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 0) {
    self.capacity = max(capacity, 16)
    start = .allocate(capacity: self.capacity)
  }

  @inlinable deinit { start.deallocate() }

  var isEmpty: Bool { count == 0 }

  @inlinable subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "an element that was appended")
    return start[index]
  }

  /// Valid until the list changes.
  @inlinable func withSpan<R, E: Error>(
    _ range: Range<Int>, _ body: (Span<Element>) throws(E) -> R
  ) throws(E) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "elements that were appended")
    let elements = UnsafeBufferPointer(start: start + range.lowerBound, count: range.count)
    return try body(elements.span)
  }

  mutating func append(_ element: Element) {
    if count == capacity { makeRoom(for: 1) }
    start[count] = element
    count += 1
  }

  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
    guard let source = elements.baseAddress else { return }
    if capacity - count < elements.count { makeRoom(for: elements.count) }
    (start + count).initialize(from: source, count: elements.count)
    count += elements.count
  }

  /// Takes back the last elements.
  mutating func removeLast(_ removed: Int) {
    precondition(removed >= 0 && removed <= count, "elements that were appended")
    count -= removed
  }

  /// The memory stays.
  mutating func removeAll() { count = 0 }

  private mutating func makeRoom(for more: Int) {
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.initialize(from: start, count: count)
    start.deallocate()
    start = larger
  }
}
