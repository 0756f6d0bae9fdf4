/// Working storage of a kernel: one owner, not initialised, freed with its owner.
///
/// An array would be filled with zeros first, which costs as much as some of the passes over it.
struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
  }

  init(repeating element: Element, count: Int) {
    self.init(count)
    base.initialize(repeating: element, count: count)
  }

  deinit { base.deallocate() }

  subscript(_ position: Int) -> Element {
    @inline(__always) get { base[position] }
    @inline(__always) nonmutating set { base[position] = newValue }
  }
}
