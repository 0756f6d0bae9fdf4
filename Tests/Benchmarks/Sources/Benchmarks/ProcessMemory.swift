import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What the process holds in memory, as Linux says it: kilobytes.
enum ProcessMemory {
  /// Forgets the peak, and gives back what was freed: else it would be taken again unseen.
  ///
  /// - Returns: what is held now; `nil` where the system does not say.
  static func resetPeak() -> Int? {
    #if canImport(Glibc)
      // The module of the library does not show it.
      typealias Trim = @convention(c) (Int) -> Int32
      if let symbol = dlsym(nil, "malloc_trim") { _ = unsafeBitCast(symbol, to: Trim.self)(0) }
    #endif
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return nil }
    file.write(Data("5".utf8))
    try? file.close()
    return value("VmRSS")
  }

  /// The most that was held since.
  static func peak() -> Int? { value("VmHWM") }

  private static func value(_ key: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    for line in text.split(separator: "\n") where line.hasPrefix(key + ":") {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
        .flatMap { Int($0) }
    }
    return nil
  }
}
